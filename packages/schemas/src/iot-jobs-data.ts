/** The data plane (service `iot-jobs-data`): every shape under its model name, the operation table and the error table. */
export { type ErrorName, errors } from './generated/iot-jobs-data/errors.js';
export * from './generated/iot-jobs-data/operations.js';
export { pages } from './generated/iot-jobs-data/pages.js';
export { service } from './generated/iot-jobs-data/service.js';
export * from './generated/iot-jobs-data/shapes.js';
