/** Manifests for the simulated fleet of {@link testFleet}. */
import type { Fleet } from '@iot-rollouts/emulator';

/** One group of ten devices that succeed after half a minute, one of ten that all fail. */
export const testFleet: Fleet = {
  seed: 1,
  groups: [
    {
      name: 'good',
      things: 10,
      prefix: 'good-',
      outcomes: { succeed: 1, fail: 0, reject: 0, silent: 0 },
      runSeconds: { min: 30, max: 30 },
    },
    {
      name: 'bad',
      things: 10,
      prefix: 'bad-',
      outcomes: { succeed: 0, fail: 1, reject: 0, silent: 0 },
      runSeconds: { min: 30, max: 30 },
    },
  ],
};

/** A Job manifest; its name stands on line 4. */
export function job(name: string, spec: Readonly<Record<string, unknown>> = {}): string {
  return manifest('Job', name, { document: { operation: 'install' }, targets: ['thinggroup/good'], ...spec });
}

/** A JobTemplate manifest; its name stands on line 4. */
export function template(name: string, spec: Readonly<Record<string, unknown>> = {}): string {
  return manifest('JobTemplate', name, { description: 'Standard', document: { operation: 'install' }, ...spec });
}

function manifest(kind: string, name: string, spec: object): string {
  return `apiVersion: iot-rollouts/v1
kind: ${kind}
metadata:
  name: ${name}
spec: ${JSON.stringify(spec)}
`;
}
