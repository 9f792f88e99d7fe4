/** AWS IoT Jobs on your machine: the control plane over HTTP, the jobs data plane over HTTP and MQTT, on a clock that you choose. */
export { createEmulator, type Emulator } from './emulator.js';
export {
  type Fleet,
  type FleetGroup,
  type FleetProblem,
  type OutcomeShares,
  parseFleet,
} from './fleet/parse-fleet.js';
export type { RunTime } from './fleet/run-time.js';
export type { Limits } from './limits.js';
export type { EmulatorOptions } from './options.js';
export type { ClockOptions } from './pump.js';
export type { JsonValue } from './snapshot/graph.js';
export type { EmulatorSnapshot } from './snapshot/snapshot.js';
export type { CredentialFiles } from './tls/credentials.js';
