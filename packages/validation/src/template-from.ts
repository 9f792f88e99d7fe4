/** A template that another thread read -> the subject that rules ask. */
import { parseFile } from './parse.js';
import type { TemplateFacts } from './repository-facts.js';
import { sourceText } from './source-text.js';
import type { TemplateSubject } from './subject.js';

/** The template that facts tell of; its text is read again when somebody asks where something stands. */
export function templateFrom({ kind, name, spec, written, file, text, index }: TemplateFacts): TemplateSubject {
  const parsed = () => parseFile(file, text).documents[index];
  const document = {
    source: sourceText(file, text),
    index,
    get value() {
      return parsed()?.value;
    },
    get root() {
      return parsed()?.root;
    },
  };
  return { kind, document, spec, written, known: {}, ...(name !== undefined && { name }) };
}
