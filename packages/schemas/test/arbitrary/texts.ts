/** Strings that fit, and strings that just do not fit, the constraints of a string schema. */
import fc from 'fast-check';

export interface TextConstraints {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** Short texts of which one matches each pattern in the models; more characters are added behind it. */
const seeds = ['', 'a', 'A', '1', '1.2', 'arn:a', 'AAAA', 'a'.repeat(36)];

/** Characters of every sort that patterns tell apart; the last ones are two UTF-16 units each. */
const characters = [...'aZ09_-:.,@/#=+ !~$\t\n\u007f\u00a0é漢\u200b\u2028𠀀😀'];

const texts = new Map<string, fc.Arbitrary<string>>();

/** Any string within the constraints, often one of the greatest length and of characters beyond 16 bits. */
export function textArbitrary(constraints: TextConstraints): fc.Arbitrary<string> {
  const key = JSON.stringify([constraints.pattern, constraints.minLength, constraints.maxLength]);
  let arbitrary = texts.get(key);
  if (arbitrary === undefined) {
    arbitrary = newTextArbitrary(constraints);
    texts.set(key, arbitrary);
  }
  return arbitrary;
}

function newTextArbitrary({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern = '' }: TextConstraints) {
  const regExp = new RegExp(pattern, 'u');
  const seed = seeds.find((text) => regExp.test(text) && text.length <= maxLength);
  if (seed === undefined) throw new Error(`no seed matches ${pattern}; add one`);
  const more = characters.filter((character) => regExp.test(seed + character));
  // Base64 grows by groups of four, so no single character can follow; its groups do.
  const units = more.length > 0 ? more : ['AAAA', 'z+/9'].filter((group) => regExp.test(seed + group));
  if (units.length === 0) throw new Error(`nothing can follow ${seed} in ${pattern}`);
  const size = units[0] === 'AAAA' ? 4 : 1;
  const least = Math.max(0, Math.ceil((minLength - seed.length) / size));
  const most = Math.floor((maxLength - seed.length) / size);
  const some = fc
    .array(fc.constantFrom(...units), { minLength: least, maxLength: Math.min(most, least + 12) })
    .map((parts) => seed + parts.join(''));
  const longest = Number.isFinite(most) ? fc.constantFrom(...units).map((unit) => seed + unit.repeat(most)) : some;
  return fc.oneof({ arbitrary: some, weight: 6 }, { arbitrary: longest, weight: 1 });
}

export interface MisfitText {
  readonly keyword: 'minLength' | 'maxLength' | 'pattern';
  readonly text: string;
}

/** Strings near a valid one, each of which breaks one constraint; a constraint that nothing breaks gives none. */
export function misfitTexts({ minLength = 0, maxLength, pattern }: TextConstraints, valid: string): MisfitText[] {
  const points = [...valid];
  const misfits: MisfitText[] = [];
  if (minLength > 0) misfits.push({ keyword: 'minLength', text: points.slice(0, minLength - 1).join('') });
  if (maxLength !== undefined) {
    const last = points.at(-1) ?? 'a';
    misfits.push({ keyword: 'maxLength', text: valid + last.repeat(maxLength + 1 - points.length) });
  }
  if (pattern !== undefined) {
    const regExp = new RegExp(pattern, 'u');
    const room = (text: string): boolean => [...text].length <= (maxLength ?? Number.POSITIVE_INFINITY);
    const near = characters.flatMap((character) => [
      valid + character,
      [...points.slice(0, -1), character].join(''),
      [character, ...points.slice(1)].join(''),
    ]);
    const text = [...near, ''].find((it) => room(it) && [...it].length >= minLength && !regExp.test(it));
    if (text !== undefined) misfits.push({ keyword: 'pattern', text });
  }
  return misfits;
}
