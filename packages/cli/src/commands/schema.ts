/** `schema`: the JSON Schema of a manifest or of the settings file, for editors. */
import { type ManifestKind, manifestJsonSchema, settingsJsonSchema } from '@iot-rollouts/validation';
import type { Arguments } from '../arguments.js';
import type { ExitCode, Host } from '../host.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const kind = args.values.kind as ManifestKind | 'Settings';
  const schema = kind === 'Settings' ? settingsJsonSchema() : manifestJsonSchema(kind);
  host.stdout(`${JSON.stringify(schema, null, 2)}\n`);
  return 0;
}
