/** `schema`: the JSON Schema of a manifest, for editors. */
import { type ManifestKind, manifestJsonSchema } from '@iot-rollouts/validation';
import type { Arguments } from '../arguments.js';
import type { ExitCode, Host } from '../host.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  host.stdout(`${JSON.stringify(manifestJsonSchema(args.values.kind as ManifestKind), null, 2)}\n`);
  return 0;
}
