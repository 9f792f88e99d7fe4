/**
 * Untrusted text inside Markdown. Character references are never read as markup, so a name or an AWS message can start
 * no link, mention, table cell, comment or HTML element; line breaks become spaces. GitHub looks for mentions and for
 * issues after it has rendered, where a reference is the character again: there a zero-width space stands in between.
 */
export function markdownText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ')
    .replace(/[&<>"'`*_[\](){}|~@#:$!\\]|(?<=\bwww)\./gi, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/(&#(?:64|35);)(?=\w)/g, '$1&#8203;');
}

/** Untrusted text as inline code. */
export function markdownCode(text: string): string {
  return `<code>${markdownText(text)}</code>`;
}
