/**
 * Smithy JSON AST -> facts. Pure: the model comes in as parsed JSON, the facts go out as data.
 *
 * Only the closure of the chosen operations is read, so the full official file (hundreds of operations) gives the same
 * facts as one that was cut down.
 */
import type { Bounds, ErrorFacts, MemberFacts, OperationFacts, ServiceFacts, ShapeFacts } from './facts.js';
import { checkForm, checkModel, checkTraitValues } from './model-form.js';
import { checkLabels } from './path-labels.js';
import { prelude } from './prelude.js';
import { ModelError, type SmithyMember, type SmithyModel, type SmithyShape, type Traits } from './smithy.js';
import { bounds, isScalar, memberBinding, record } from './trait-values.js';
import { constraintTraits, harmlessTraits, readTraits } from './traits.js';

const unit = 'smithy.api#Unit';

/**
 * Facts of the chosen operations of the one service in a Smithy model.
 *
 * @param operationNames names without namespace; an operation that the model lacks is a {@link ModelError}.
 */
export function extractFacts(
  model: SmithyModel,
  source: ServiceFacts['source'],
  operationNames: readonly string[],
): ServiceFacts {
  return new Extraction(model).service(source, operationNames);
}

class Extraction {
  private readonly shapes = new Map<string, ShapeFacts>();
  private readonly errors = new Map<string, ErrorFacts>();
  private readonly ids = new Map<string, string>();
  private readonly open = new Set<string>();
  private readonly model: SmithyModel;

  constructor(model: SmithyModel) {
    checkModel(model);
    this.model = model;
  }

  service(source: ServiceFacts['source'], operationNames: readonly string[]): ServiceFacts {
    const services = Object.entries(this.model.shapes).filter(([, shape]) => shape.type === 'service');
    const [id, service] = services[0] ?? [];
    if (services.length !== 1 || id === undefined || service === undefined) {
      throw new ModelError(`expected exactly one service in the model, found ${services.length}`);
    }
    if (!('aws.protocols#restJson1' in (service.traits ?? {}))) {
      throw new ModelError(`${id}: only the protocol aws.protocols#restJson1 is understood`);
    }
    const traits = this.traits(id, service);
    if (Object.keys(service.rename ?? {}).length > 0) throw new ModelError(`${id}: renamed shapes are not understood`);
    const api = record(traits['aws.api#service']);
    const namespace = id.slice(0, id.indexOf('#'));
    const operations: Record<string, OperationFacts> = {};
    for (const name of [...operationNames].sort()) {
      operations[name] = this.operation(`${namespace}#${name}`, service);
    }
    const others = Object.entries(this.model.shapes)
      .filter(([id, shape]) => shape.type === 'operation' && id.startsWith(`${namespace}#`))
      .map(([id]) => localName(id))
      .filter((name) => !operationNames.includes(name));
    return {
      source,
      namespace,
      sdkId: String(api.sdkId),
      version: String(service.version),
      signingName: String(record(traits['aws.auth#sigv4']).name),
      endpointPrefix: String(api.endpointPrefix ?? api.arnNamespace),
      operations,
      otherOperations: others.sort(),
      errors: sorted(this.errors),
      shapes: sorted(this.shapes),
    };
  }

  private operation(id: string, service: SmithyShape): OperationFacts {
    const shape = this.lookup(id);
    if (shape.type !== 'operation') throw new ModelError(`${id}: expected an operation, found ${shape.type}`);
    const traits = this.traits(id, shape);
    const http = record(traits['smithy.api#http']);
    if (typeof http.method !== 'string' || typeof http.uri !== 'string') {
      throw new ModelError(`${id}: an operation must have the trait smithy.api#http with a method and a uri`);
    }
    const pagination = this.pagination(id, traits, service);
    const input = this.structureName(shape.input);
    const output = this.structureName(shape.output);
    checkLabels(id, http.uri, input === undefined ? undefined : this.shapes.get(input));
    return {
      method: http.method,
      uri: http.uri,
      status: typeof http.code === 'number' ? http.code : 200,
      ...(input !== undefined && { input }),
      ...(output !== undefined && { output }),
      errors: [...(service.errors ?? []), ...(shape.errors ?? [])].map((error) => this.error(error.target)).sort(),
      ...('smithy.api#idempotent' in traits && { idempotent: true as const }),
      ...('smithy.api#deprecated' in traits && { deprecated: true as const }),
      ...(pagination !== undefined && { pagination }),
    };
  }

  /** What an operation says of its pages, over what the service says of all. */
  private pagination(id: string, traits: Traits, service: SmithyShape): OperationFacts['pagination'] {
    if (!('smithy.api#paginated' in traits)) return undefined;
    const { inputToken, outputToken, pageSize, items } = {
      ...record(service.traits?.['smithy.api#paginated']),
      ...record(traits['smithy.api#paginated']),
    };
    if (typeof inputToken !== 'string' || typeof outputToken !== 'string') {
      throw new ModelError(`${id}: smithy.api#paginated must name an inputToken and an outputToken`);
    }
    return {
      inputToken,
      outputToken,
      ...(typeof pageSize === 'string' && { pageSize }),
      ...(typeof items === 'string' && { items }),
    };
  }

  private structureName(reference: SmithyMember | undefined): string | undefined {
    return reference === undefined || reference.target === unit ? undefined : this.shape(reference.target);
  }

  private error(id: string): string {
    const name = localName(id);
    const shape = this.lookup(id);
    const traits = this.traits(id, shape);
    const fault = traits['smithy.api#error'];
    if (fault !== 'client' && fault !== 'server') throw new ModelError(`${id}: an error must be client or server`);
    const status = traits['smithy.api#httpError'] ?? (fault === 'client' ? 400 : 500);
    this.errors.set(name, {
      status: Number(status),
      fault,
      members: Object.keys(shape.members ?? {}),
      ...('smithy.api#retryable' in traits && { retryable: true as const }),
    });
    this.shape(id);
    return name;
  }

  /** Records the shape and everything it reaches, and returns its local name. */
  private shape(id: string): string {
    const name = localName(id);
    const namesake = this.ids.get(name);
    if (namesake !== undefined && namesake !== id) {
      throw new ModelError(`${id}: its name is taken by ${namesake}; two shapes of one name are not understood`);
    }
    if (this.shapes.has(name)) return name;
    if (this.open.has(id)) throw new ModelError(`${id}: recursive shapes are not understood`);
    this.ids.set(name, id);
    this.open.add(id);
    this.shapes.set(name, prelude[id] ?? this.facts(id));
    this.open.delete(id);
    return name;
  }

  private facts(id: string): ShapeFacts {
    const shape = this.lookup(id);
    const traits = this.traits(id, shape);
    return {
      ...this.kind(id, shape, traits),
      ...('smithy.api#sensitive' in traits && { sensitive: true as const }),
      ...('smithy.api#deprecated' in traits && { deprecated: true as const }),
    };
  }

  private kind(id: string, shape: SmithyShape, traits: Traits): ShapeFacts {
    const length = bounds('length', traits['smithy.api#length']);
    const range = bounds('range', traits['smithy.api#range']);
    switch (shape.type) {
      case 'string': {
        const pattern = traits['smithy.api#pattern'];
        return { type: 'string', ...length, ...(typeof pattern === 'string' && { pattern }) };
      }
      case 'enum':
        return { type: 'enum', values: this.enumValues(id, shape) };
      case 'boolean':
      case 'timestamp':
        return { type: shape.type };
      case 'blob':
        return { type: 'blob', ...length };
      case 'integer':
      case 'long':
      case 'double':
      case 'float':
        return { type: shape.type, ...range };
      case 'list':
        return {
          type: 'list',
          member: this.target(`${id}$member`, shape.member),
          ...length,
          ...('smithy.api#uniqueItems' in traits && { unique: true as const }),
        };
      case 'map':
        return this.mapFacts(id, shape, length);
      case 'structure':
        return { type: 'structure', members: this.members(id, shape) };
      default:
        throw new ModelError(`${id}: shapes of type ${shape.type} are not understood`);
    }
  }

  private mapFacts(id: string, shape: SmithyShape, length: { length?: Bounds }): ShapeFacts {
    const key = this.target(`${id}$key`, shape.key);
    const value = this.target(`${id}$value`, shape.value);
    if (this.shapes.get(key)?.type === 'enum' && length.length !== undefined) {
      throw new ModelError(`${id}: smithy.api#length on a map keyed by an enum is not understood`);
    }
    return { type: 'map', key, value, ...length };
  }

  private enumValues(id: string, shape: SmithyShape): string[] {
    return Object.entries(shape.members ?? {}).map(([name, member]) => {
      const value = this.traits(`${id}$${name}`, member)['smithy.api#enumValue'];
      return typeof value === 'string' ? value : name;
    });
  }

  private members(id: string, shape: SmithyShape): Record<string, MemberFacts> {
    const members: Record<string, MemberFacts> = {};
    for (const [name, member] of Object.entries(shape.members ?? {})) {
      members[name] = this.member(`${id}$${name}`, name, member);
    }
    return members;
  }

  private member(where: string, name: string, member: SmithyMember): MemberFacts {
    const traits = this.traits(where, member);
    const binding = memberBinding(traits);
    const wireName = binding.name ?? traits['smithy.api#jsonName'];
    const fallback = traits['smithy.api#default'];
    if (fallback !== undefined && fallback !== null && !isScalar(fallback)) {
      throw new ModelError(`${where}: a default that is a list or a map is not understood`);
    }
    if (fallback === undefined && 'smithy.api#default' in (this.model.shapes[member.target]?.traits ?? {})) {
      throw new ModelError(`${where}: does not repeat the default of ${member.target}, as Smithy demands`);
    }
    return {
      target: this.shape(member.target),
      ...('smithy.api#required' in traits && { required: true as const }),
      ...(isScalar(fallback) && { default: fallback }),
      ...('smithy.api#idempotencyToken' in traits && { idempotencyToken: true as const }),
      ...('smithy.api#sensitive' in traits && { sensitive: true as const }),
      ...('smithy.api#deprecated' in traits && { deprecated: true as const }),
      ...(binding.in !== undefined && { in: binding.in }),
      ...(typeof wireName === 'string' && wireName !== name && { wireName }),
    };
  }

  private target(where: string, member: SmithyMember | undefined): string {
    if (member === undefined) throw new ModelError(`${where}: missing`);
    this.traits(where, member);
    return this.shape(member.target);
  }

  private lookup(id: string): SmithyShape {
    const shape = this.model.shapes[id];
    if (shape === undefined) throw new ModelError(`${id}: not in the model`);
    if (shape.mixins !== undefined) throw new ModelError(`${id}: mixins are not understood; flatten the model first`);
    return shape;
  }

  /** The traits of a shape or member, every one of them understood where it stands. */
  private traits(where: string, bearer: SmithyShape | SmithyMember): Traits {
    if (bearer !== this.model.shapes[where] && where in this.model.shapes) {
      throw new ModelError(`${where}: traits applied from outside a shape are not understood; flatten the model first`);
    }
    checkForm(where, bearer);
    const type = 'type' in bearer ? bearer.type : 'member';
    for (const trait of Object.keys(bearer.traits ?? {})) {
      if (!readTraits.has(trait) && !harmlessTraits.has(trait)) {
        throw new ModelError(`${where}: the trait ${trait} is not understood; add it to generator/src/traits.ts`);
      }
      if (constraintTraits.get(trait)?.includes(type) === false) {
        throw new ModelError(`${where}: ${trait} on a ${type} is not understood`);
      }
    }
    checkTraitValues(where, bearer.traits ?? {});
    return bearer.traits ?? {};
  }
}

function localName(id: string): string {
  return id.slice(id.indexOf('#') + 1);
}

function sorted<T>(entries: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
