/** Refusals of the package catalog, which has error names of its own. */
import { isRefused, type Refused, refuse } from '../refusal.js';
import { type Tag, withTags } from '../tags.js';

/** Returns a refusal of something in the request that the catalog calls invalid. */
export function notValid(message: string): Refused<'ValidationException'> {
  return refuse('ValidationException', message);
}

/** Returns a page, or the catalog's name for a token that is no good. */
export function catalogPage<Page>(page: Page | Refused): Page | Refused<'ValidationException'> {
  return isRefused(page) ? notValid(page.message) : page;
}

/** Returns the tags of a new package or version, or why they cannot be. */
export function catalogTags(
  tags: Readonly<Record<string, string>> = {},
): Map<string, string> | Refused<'ValidationException' | 'ServiceQuotaExceededException'> {
  const written = withTags(
    new Map(),
    Object.entries(tags).map(([Key, Value]): Tag => ({ Key, Value })),
  );
  if (!isRefused(written)) return written;
  return written.refused === 'LimitExceededException'
    ? refuse('ServiceQuotaExceededException', written.message)
    : notValid(written.message);
}
