/** Templates that are gone while jobs name them: one mistake, however many jobs it leaves without a template. */
import type { Diagnostic } from '../diagnostic.js';
import { valueAt } from '../json-pointer.js';
import { rangeOf } from '../locate.js';
import type { Manifest } from '../manifest.js';
import type { ParsedDocument, ParsedFile } from '../parse.js';
import { ruleTable } from '../rule-table.js';

/** How many jobs are named in the message, and shown beside the first. */
const shownMax = 3;

/** A job whose template is unknown, and what has been said of it. */
interface Orphan {
  readonly name: string;
  readonly said: Diagnostic;
}

/** What is said of the head once each template that is gone has one diagnostic in place of those about its jobs. */
export interface WithRemovedTemplates {
  readonly diagnostics: readonly Diagnostic[];
  /** Names of the templates that are gone while jobs name them. */
  readonly missed: ReadonlySet<string>;
}

/**
 * What is said about the head, with one diagnostic for each template that is gone in place of those about its jobs.
 *
 * @param gone templates of the base that stand in no file of the head.
 * @param jobsAtBase names of jobs that stood at the base.
 */
export function withRemovedTemplates(
  diagnostics: readonly Diagnostic[],
  parsed: readonly ParsedFile[],
  gone: readonly Manifest[],
  jobsAtBase: ReadonlySet<string>,
): WithRemovedTemplates {
  const unknown = diagnostics.filter(({ rule }) => rule === 'template/reference');
  const added: Diagnostic[] = [];
  const replaced = new Set<Diagnostic>();
  const missed = new Set<string>();
  for (const template of gone) {
    const orphans = unknown.length === 0 ? [] : orphansOf(template.name, parsed, unknown);
    if (orphans.length === 0) continue;
    missed.add(template.name);
    for (const { said } of orphans) replaced.add(said);
    added.push(removedTemplate(template, orphans, jobsAtBase));
  }
  if (missed.size === 0) return { diagnostics, missed };
  return { diagnostics: [...diagnostics.filter((diagnostic) => !replaced.has(diagnostic)), ...added], missed };
}

function orphansOf(template: string, parsed: readonly ParsedFile[], unknown: readonly Diagnostic[]): readonly Orphan[] {
  const documents = parsed.flatMap((file) => file.documents).filter((document) => names(document, template));
  return documents.flatMap((document): readonly Orphan[] => {
    const place = JSON.stringify(rangeOf(document, '/spec/template'));
    const said = unknown.find(({ file, range }) => file === document.source.file && JSON.stringify(range) === place);
    return said === undefined ? [] : [{ name: String(valueAt(document.value, '/metadata/name')), said }];
  });
}

function names({ value }: ParsedDocument, template: string): boolean {
  return valueAt(value, '/kind') === 'Job' && valueAt(value, '/spec/template') === template;
}

function removedTemplate(
  { name, origin }: Manifest,
  orphans: readonly Orphan[],
  jobsAtBase: ReadonlySet<string>,
): Diagnostic {
  const [first, ...others] = orphans;
  const shown = orphans.slice(0, shownMax).map((orphan) => orphan.name);
  const more = orphans.length > shownMax ? ` and ${orphans.length - shownMax} more` : '';
  const exists = orphans.some((orphan) => jobsAtBase.has(orphan.name));
  const rule = 'base/removed-template';
  return {
    rule,
    severity: ruleTable[rule].severity,
    message: `${name} stood in ${origin.file} at the base and is gone, and ${shown.join(', ')}${more} ${orphans.length === 1 ? 'starts' : 'start'} from it`,
    help: exists
      ? `Keep ${name}: a job that exists can neither change its template nor do without one. A new one may have its own configuration.`
      : `Keep ${name}, or give ${orphans.length === 1 ? 'the job its' : 'these jobs their'} own configuration.`,
    file: first?.said.file ?? origin.file,
    ...(first?.said.range !== undefined && { range: first.said.range }),
    pointer: '/spec/template',
    related: [
      { message: `${name} stood here at the base`, file: origin.file },
      ...others.slice(0, shownMax - 1).map(({ name: job, said }) => ({
        message: `${job} starts from it`,
        file: said.file,
        ...(said.range !== undefined && { range: said.range }),
      })),
    ],
  };
}
