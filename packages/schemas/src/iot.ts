/** The control plane (service `iot`): every shape under its model name, the operation table and the error table. */
export { type ErrorName, errors } from './generated/iot/errors.js';
export * from './generated/iot/operations.js';
export { pages } from './generated/iot/pages.js';
export { service } from './generated/iot/service.js';
export * from './generated/iot/shapes.js';
