/** Lets the generated golden files import the package's table types by the path that generated files use. */
export type * from '../../src/operation.js';
