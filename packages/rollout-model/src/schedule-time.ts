/**
 * Returns the time of a `startTime` or `endTime` in milliseconds since the epoch, NaN if the text is none. It is UTC
 * unless the text names an offset (JOB-SCH-03: `2026-01-31T17:00`, a space for the `T`, and seconds are all accepted).
 */
export function scheduleTime(text: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  return match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}${match[3] ?? 'Z'}`);
}
