/** `emulator`: AWS IoT Jobs on this machine, until it is interrupted. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createEmulator, type EmulatorOptions, parseFleet } from '@iot-rollouts/emulator';
import { CORE_SCHEMA, load } from 'js-yaml';
import { type Arguments, numberOption, textOption, wholeNumberOption } from '../arguments.js';
import { CannotRun, type ExitCode, type Host } from '../host.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const options: EmulatorOptions = {
    host: textOption(args, 'host') ?? '127.0.0.1',
    port: wholeNumberOption(args, 'port', 65_535) ?? 4570,
    clock: clockOption(args),
    ...(await fleetOption(args, host)),
  };
  const emulator = await start(options);
  host.stdout(`iot-rollouts emulator listening on ${emulator.endpoint}\n`);
  await new Promise<void>((done) => {
    if (host.signal.aborted) done();
    host.signal.addEventListener('abort', () => done(), { once: true });
  });
  await emulator.close();
  return 0;
}

async function start(options: EmulatorOptions): ReturnType<typeof createEmulator> {
  try {
    return await createEmulator(options);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const help = code === 'EADDRINUSE' ? 'Choose another with --port, or --port 0 for any free one.' : undefined;
    throw new CannotRun(`the emulator cannot listen on ${options.host}:${options.port} (${code})`, help);
  }
}

function clockOption(args: Arguments): EmulatorOptions['clock'] {
  if (args.values.speed === 'manual') return { mode: 'manual' };
  const speed = numberOption(args, 'speed', 0.001) ?? 1;
  return speed === 1 ? { mode: 'real' } : { mode: 'accelerated', speed };
}

async function fleetOption(args: Arguments, host: Host): Promise<Pick<EmulatorOptions, 'fleet'>> {
  const file = textOption(args, 'fleet');
  if (file === undefined) return {};
  let value: unknown;
  try {
    value = load(await readFile(resolve(host.cwd, file), 'utf8'), { schema: CORE_SCHEMA, filename: file });
  } catch (error) {
    throw new CannotRun(`the fleet ${file} cannot be read: ${(error as Error).message}`);
  }
  const parsed = parseFleet(value);
  if ('messages' in parsed) throw new CannotRun(`${file} describes no fleet: ${parsed.messages.join('; ')}`);
  return { fleet: parsed.fleet };
}
