/** Facts from official models: of one service or of several, beside what is known of the others. Pure. */
import { extractFacts } from './extract.js';
import type { Facts, ServiceFacts } from './facts.js';
import { ModelError, type SmithyModel } from './smithy.js';

/** The operations that are read of each service, by its signing name. */
export type Selection = Readonly<Record<string, readonly string[]>>;

/** A Smithy model as a file gave it. */
export interface ModelFile {
  readonly source: ServiceFacts['source'];
  readonly model: SmithyModel;
}

/**
 * The facts with the services of the given models read anew; a service of the selection without a model stays as it was.
 *
 * An operation of the selection that its model lacks is a {@link ModelError}: dropping it is a decision, not an update.
 */
export function updateFacts(previous: Facts | undefined, files: readonly ModelFile[], selection: Selection): Facts {
  const read = new Map(files.map((file) => [serviceKey(file, selection), file]));
  if (read.size < files.length) throw new ModelError('two of the model files describe the same service');
  const services = Object.entries(selection).map(([key, operations]): [string, ServiceFacts] => {
    const file = read.get(key);
    const facts = file === undefined ? previous?.services[key] : extractFacts(file.model, file.source, operations);
    if (facts === undefined)
      throw new ModelError(`nothing is known of the service ${key} yet; give its model file too`);
    return [key, facts];
  });
  return { formatVersion: 1, services: Object.fromEntries(services) };
}

/** The facts of one model, of those operations of the selection that it has; for comparing models of different age. */
export function factsOfModel(file: ModelFile, selection: Selection): Facts {
  const key = serviceKey(file, selection);
  const namespace = serviceId(file).split('#')[0];
  const operations = (selection[key] ?? []).filter((name) => Object.hasOwn(file.model.shapes, `${namespace}#${name}`));
  return { formatVersion: 1, services: { [key]: extractFacts(file.model, file.source, operations) } };
}

/** Both facts with only the services that both know, because a model file describes one service and no other. */
export function commonServices(old: Facts, now: Facts): readonly [Facts, Facts] {
  const keys = Object.keys(old.services).filter((key) => Object.hasOwn(now.services, key));
  if (keys.length === 0) throw new ModelError('the two files describe different services');
  const only = (facts: Facts): Facts => ({
    ...facts,
    services: Object.fromEntries(Object.entries(facts.services).filter(([key]) => keys.includes(key))),
  });
  return [only(old), only(now)];
}

function serviceKey(file: ModelFile, selection: Selection): string {
  const id = serviceId(file); // Makes sure that there are shapes.
  const sigv4 = file.model.shapes[id]?.traits?.['aws.auth#sigv4'] as { name?: unknown } | undefined;
  const key = String(sigv4?.name);
  if (Object.hasOwn(selection, key)) return key;
  throw new ModelError(
    `${file.source.file}: the service signs as ${key}; the selection has ${Object.keys(selection).join(', ')}`,
  );
}

function serviceId({ source, model }: ModelFile): string {
  // What else is wrong with the model, its extraction says.
  const service = Object.entries(model?.shapes ?? {}).find(([, shape]) => shape?.type === 'service');
  if (service === undefined) throw new ModelError(`${source.file}: not a Smithy model of a service`);
  return service[0];
}
