/** Small repositories, arbitrary but valid: few names, so that base, head and AWS often speak of the same ones. */
import fc from 'fast-check';
import { file, job, template } from './manifests.js';

type Spec = Readonly<Record<string, unknown>>;

const document = fc.constantFrom<Spec>({ operation: 'update' }, { operation: 'reboot' });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const configuration = fc.record({
  description: fc.constantFrom('One', 'Two'),
  jobExecutionsRolloutConfig: optional(fc.record({ maximumPerMinute: fc.integer({ min: 1, max: 1000 }) })),
  timeoutConfig: optional(fc.record({ inProgressTimeoutInMinutes: fc.integer({ min: 1, max: 9 }) })),
  jobExecutionsRetryConfig: optional(
    fc.record({
      criteriaList: fc.constantFrom(
        [{ failureType: 'FAILED', numberOfRetries: 0 }],
        [{ failureType: 'FAILED', numberOfRetries: 2 }],
      ),
    }),
  ),
  tags: optional(
    fc.dictionary(fc.constantFrom('team', 'stage', 'constructor', '__proto__x'), fc.constantFrom('a', 'b')),
  ),
});

const templateNames = ['t1', 't2'];

const templates = fc
  .tuple(...templateNames.map((name) => optional(fc.tuple(fc.constant(name), configuration, document))))
  .map((list) => list.filter((it) => it !== undefined));

const jobs = fc
  .tuple(
    ...['j1', 'j2', 'j3'].map((name) =>
      optional(
        fc.record({
          name: fc.constant(name),
          configuration,
          document,
          template: optional(fc.constantFrom(...templateNames)),
          continuous: fc.boolean(),
          targets: fc.uniqueArray(fc.constantFrom('thing/lab-1', 'thinggroup/eu', 'thinggroup/us'), { minLength: 1 }),
        }),
      ),
    ),
  )
  .map((list) => list.filter((it) => it !== undefined));

/** The text of a manifest file. A job names a template only when the file has it, as validation demands. */
export const repository: fc.Arbitrary<string> = fc.tuple(templates, jobs).map(([templateParts, jobParts]) => {
  const there = new Set(templateParts.map(([name]) => name));
  return file(
    ...templateParts.map(([name, spec, content]) => template(name, { ...spec, document: content })),
    ...jobParts.map(({ name, configuration: spec, document: content, template: from, continuous, targets }) => {
      const start = from !== undefined && there.has(from) ? { template: from } : { document: content };
      return job(name, { ...spec, ...start, targets, ...(continuous && { targetSelection: 'CONTINUOUS' }) });
    }),
  );
});
