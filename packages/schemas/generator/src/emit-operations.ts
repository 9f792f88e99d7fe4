/** Facts and words -> the TypeScript text of a service's operation table. */

import type { MemberFacts, OperationFacts, ServiceFacts } from './facts.js';
import { targets } from './facts.js';
import { deprecated, docComment, objectText, quote } from './source-text.js';
import type { Explained } from './words.js';

/** The body of `operations.ts`. */
export function emitOperations(service: ServiceFacts, words: Explained): string {
  const names = Object.keys(service.operations);
  const shapes = new Set<string>();
  const bodies = names.map((name) => {
    const facts = service.operations[name] as OperationFacts;
    const page = words.page(name);
    const see = page === undefined ? undefined : `@see ${page}`;
    const line = `\`${facts.method} ${facts.uri}\``;
    const doc = docComment([words.operation(name), line, facts.deprecated && deprecated, see]);
    return `${doc}export const ${name}: ${operationType(name, facts)} = ${operationText(name, service, words, shapes)};\n`;
  });
  const imports = [...shapes].sort().map((shape) => `  ${shape},\n`);
  return [
    "import type { OperationModel } from '../../operation.js';\n",
    Object.values(service.operations).some(({ input, output }) => input === undefined || output === undefined)
      ? "import { Unit } from '../../shape.js';\n"
      : '',
    `import {\n${imports.join('')}} from './shapes.js';\n\n`,
    bodies.join('\n'),
    `\n/** Every operation of the service, by name. */\nexport const operations: {\n${names.map((name) => `  readonly ${name}: typeof ${name};\n`).join('')}} = {\n${names.map((name) => `  ${name},\n`).join('')}};\n`,
    '\n/** The name of an operation of the service. */\nexport type OperationName = keyof typeof operations;\n',
  ].join('');
}

/** Written out, so that declaration files refer to the shapes by name instead of repeating them. */
function operationType(name: string, facts: OperationFacts): string {
  const errors = facts.errors.length === 0 ? 'never' : facts.errors.map(quote).join(' | ');
  return `OperationModel<${quote(name)}, typeof ${facts.input ?? 'Unit'}, typeof ${facts.output ?? 'Unit'}, ${errors}>`;
}

function operationText(name: string, service: ServiceFacts, words: Explained, shapes: Set<string>): string {
  const facts = service.operations[name] as OperationFacts;
  for (const shape of [facts.input, facts.output]) if (shape !== undefined) shapes.add(shape);
  const page = words.page(name);
  const lines = [
    `name: ${quote(name)}`,
    `method: ${quote(facts.method)}`,
    `uri: ${quote(facts.uri)}`,
    `status: ${facts.status}`,
    `input: ${facts.input ?? 'Unit'}`,
    `output: ${facts.output ?? 'Unit'}`,
    `request: ${bindingsText(facts.input, service)}`,
    `response: ${bindingsText(facts.output, service)}`,
    `errors: [${facts.errors.map(quote).join(', ')}]`,
    `idempotent: ${facts.idempotent === true}`,
    ...(facts.pagination === undefined ? [] : [`pagination: ${objectText(facts.pagination)}`]),
    ...(page === undefined ? [] : [`page: ${quote(page)}`]),
  ];
  return `{\n${lines.map((line) => `  ${line},\n`).join('')}}`;
}

function bindingsText(shape: string | undefined, service: ServiceFacts): string {
  const facts = shape === undefined ? undefined : service.shapes[shape];
  if (facts?.type !== 'structure') return '{}';
  const lines = Object.entries(facts.members).map(
    ([name, member]) => `    ${name}: ${bindingText(name, member, service)},\n`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}  }`;
}

function bindingText(name: string, member: MemberFacts, service: ServiceFacts): string {
  return objectText({
    in: member.in ?? 'body',
    name: member.wireName ?? name,
    idempotencyToken: member.idempotencyToken,
    sensitive: member.sensitive ?? (holdsSecrets(member.target, service) ? true : undefined),
  });
}

/** Whether a shape, or one that it is made of, is sensitive. */
function holdsSecrets(shape: string, service: ServiceFacts): boolean {
  const facts = service.shapes[shape];
  if (facts === undefined) return false;
  const marked = facts.type === 'structure' && Object.values(facts.members).some((member) => member.sensitive);
  return marked || facts.sensitive === true || targets(facts).some((target) => holdsSecrets(target, service));
}
