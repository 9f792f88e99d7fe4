/**
 * Untrusted text inside Markdown. Character references are never read as markup, so a name or an AWS message can start
 * no link, mention, table cell, comment or HTML element; line breaks become spaces.
 */
export function markdownText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/[&<>"'`*_[\](){}|~@#:$!\\]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Untrusted text as inline code. */
export function markdownCode(text: string): string {
  return `<code>${markdownText(text)}</code>`;
}
