/** Sections of a page cut to a size: whole items only, the first ones first. Pure. */

/** A part of a page whose items may be left out from the end. */
export interface Section {
  /** Stands before the items; a section without items is left out whole. */
  readonly head: string;
  readonly items: readonly string[];
  readonly tail: string;
  /** Said after the tail when items are left out. */
  readonly omitted: (count: number) => string;
  /** Bytes that earlier sections leave for this one, if it needs them. */
  readonly floor: number;
}

/** Bytes that a text takes as UTF-8: no measure of GitHub's counts a text longer. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** The sections, one after another, in at most so many bytes. */
export function fitSections(sections: readonly Section[], maxBytes: number): string {
  let left = maxBytes;
  let reserved = sections.reduce((sum, section) => sum + reserve(section), 0);
  let text = '';
  for (const section of sections) {
    reserved -= reserve(section);
    const fitted = fit(section, left - reserved);
    text += fitted;
    left -= byteLength(fitted);
  }
  return text;
}

function reserve(section: Section): number {
  return Math.min(section.floor, byteLength(whole(section)));
}

function whole({ head, items, tail }: Section): string {
  return items.length === 0 ? '' : `${head}${items.join('')}${tail}`;
}

function fit(section: Section, maxBytes: number): string {
  const text = whole(section);
  if (byteLength(text) <= maxBytes) return text;
  const { head, items, tail, omitted } = section;
  let left = maxBytes - byteLength(head) - byteLength(tail) - byteLength(omitted(items.length));
  let shown = 0;
  for (const item of items) {
    left -= byteLength(item);
    if (left < 0) break;
    shown += 1;
  }
  const note = omitted(items.length - shown);
  const cut = shown === 0 ? note : `${head}${items.slice(0, shown).join('')}${tail}${note}`;
  return byteLength(cut) <= maxBytes ? cut : '';
}
