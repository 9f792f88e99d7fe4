/** Words that YAML 1.1 read as booleans, inside an inline job document: there nothing else says that they are texts. */
import type { Finding } from '../finding.js';
import { childPointer } from '../json-pointer.js';
import { nodeAt } from '../locate.js';
import type { ParsedDocument } from '../parse.js';
import type { Rule } from './rule.js';

/** Not y and n, which name axes and directions as often as they answer a question. */
const words = /^(?:yes|no|on|off)$/i;

/** Unquoted words of an inline document that older YAML took for booleans. */
export const booleanWordRule: Rule = ({ document, spec }) => {
  const findings: Finding[] = [];
  if (typeof spec.document === 'object') visit(document, spec.document, '/spec/document', findings);
  return findings;
};

function visit(document: ParsedDocument, value: unknown, pointer: string, findings: Finding[]): void {
  if (typeof value === 'string' && words.test(value)) {
    const node = nodeAt(document, pointer);
    if (node?.kind !== 'scalar' || !node.plain) return;
    const boolean = /^(?:yes|on)$/i.test(value);
    findings.push({
      rule: 'yaml/boolean-word',
      pointer,
      on: 'value',
      message: `${value} is a text in YAML 1.2: devices get "${value}", not ${boolean}`,
      help: `Write ${boolean} for the boolean, or "${value}" in quotes for the text.`,
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) visit(document, member, childPointer(pointer, name), findings);
  }
}
