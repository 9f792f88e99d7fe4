import { Kind, type TSchema } from '@sinclair/typebox';

/** Whether a union is one of words and nothing else: an enumeration, which TypeBox writes as a union of literals. */
export function isEnumeration(union: TSchema): boolean {
  return (union.anyOf as readonly TSchema[]).every((alternative) => alternative[Kind] === 'Literal');
}

/** The words of an enumeration, in order. */
export function wordsOf(enumeration: TSchema): readonly string[] {
  return (enumeration.anyOf as readonly TSchema[]).map((literal) => literal.const as string);
}
