/** `validate`: check manifests and show every mistake at its line. */
import { fewManifests } from '@iot-rollouts/validation/node';
import type { Arguments } from '../arguments.js';
import { type ExitCode, type Host, usesColor } from '../host.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  if (args.values.watch === true) return watch(args, host);
  const paths = asksForDefaults(args) ? fewManifests(host.cwd) : undefined;
  if (paths !== undefined) {
    const { quietResult } = await import('./quiet.js');
    const result = quietResult(host.cwd, paths, host.now(), usesColor(host));
    if (result !== undefined) {
      host.stdout(result);
      return 0;
    }
  }
  const { validateFully } = await import('../full-validation.js');
  return (await validateFully(args, host)).exitCode;
}

function asksForDefaults({ positionals, values }: Arguments): boolean {
  return positionals.length === 0 && values.base === undefined && values.format === 'pretty';
}

async function watch(args: Arguments, host: Host): Promise<ExitCode> {
  const [{ watchAndCheck }, { inputsOf }, { validateFully }] = await Promise.all([
    import('../watch.js'),
    import('../project.js'),
    import('../full-validation.js'),
  ]);
  let documents: readonly string[] = [];
  const checkAgain = async () => {
    const { exitCode, documentFiles } = await validateFully(args, host);
    documents = documentFiles;
    return exitCode;
  };
  return watchAndCheck(host, checkAgain, () => inputsOf(args, host, documents));
}
