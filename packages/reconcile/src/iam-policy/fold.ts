/** Many names as few patterns. */

/**
 * The ARNs with names of more than `kept` words cut after these words, where that joins at least two: `job/fw-2-*` for
 * `job/fw-2-4` and `job/fw-2-5`. Words end with a hyphen, an underscore or a dot. With none kept, all of a type are one.
 */
export function foldedArns(arns: readonly string[], kept: number): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const arn of arns) {
    const pattern = patternOf(arn, kept);
    const group = groups.get(pattern);
    if (group === undefined) groups.set(pattern, [arn]);
    else group.push(arn);
  }
  return [...groups].map(([pattern, [first = pattern, ...others]]) => (others.length === 0 ? first : pattern)).sort();
}

/** The largest number of words that a name among the ARNs has. */
export function wordsOf(arns: readonly string[]): number {
  return arns.reduce((most, arn) => Math.max(most, words(nameOf(arn)).length), 0);
}

function patternOf(arn: string, kept: number): string {
  const name = nameOf(arn);
  const parts = words(name);
  return parts.length <= kept ? arn : `${arn.slice(0, arn.length - name.length)}${parts.slice(0, kept).join('')}*`;
}

/** What follows the resource type: `fw-2-4` of `arn:aws:iot:eu-west-1:123456789012:job/fw-2-4`. */
function nameOf(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1);
}

/** The words of a name, each with what ends it. */
function words(name: string): readonly string[] {
  return name.match(/[^-_.]*[-_.]+|[^-_.]+/g) ?? [];
}
