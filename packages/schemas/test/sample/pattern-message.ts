/** Lets the generated golden files import the words' type by the path that generated files use. */
export type { PatternWords } from '../../src/pattern-message.js';
