/** Lets the generated golden files import the package's shapes by the path that generated files use. */
export * from '../../src/shape.js';
