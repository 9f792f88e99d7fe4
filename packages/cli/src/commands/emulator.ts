/** `emulator`: AWS IoT Jobs on this machine, until it is interrupted. */
import { isIPv4 } from 'node:net';
import { join, resolve } from 'node:path';
import { type ClockOptions, createEmulator, type Emulator, type EmulatorOptions } from '@iot-rollouts/emulator';
import { type Arguments, numberOption, textOption, wholeNumberOption } from '../arguments.js';
import { CannotRun, type ExitCode, type Host } from '../host.js';
import { readFleet } from './fleet-file.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const options: EmulatorOptions = {
    host: textOption(args, 'host') ?? '127.0.0.1',
    port: wholeNumberOption(args, 'port', 65_535) ?? 4570,
    clock: clockOption(args),
    ...mqttOptions(args, host),
    ...limitsOption(args),
    ...(await fleetOption(args, host)),
  };
  // Who reads that the emulator is ready may interrupt it at once.
  const interrupted = abortOf(host.signal);
  const emulator = await start(options);
  if (!isLoopback(options.host)) host.stderr(exposureWarning(options.host));
  host.stdout(`iot-rollouts emulator listening on ${emulator.endpoint}\n${mqttLines(emulator)}`);
  await interrupted;
  await emulator.close();
  return 0;
}

function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}

async function start(options: EmulatorOptions): ReturnType<typeof createEmulator> {
  try {
    return await createEmulator(options);
  } catch (error) {
    const { code, port, path } = error as NodeJS.ErrnoException & { readonly port?: number };
    if (error instanceof RangeError && code === undefined)
      throw new CannotRun(`the emulator cannot start: ${error.message}`);
    if (code === undefined) throw error;
    if (path !== undefined) throw new CannotRun(`the certificates cannot be kept in ${path} (${code})`);
    const option = portOptionOf(options, port);
    const help =
      code === 'EADDRINUSE' ? `Choose another with --${option}, or --${option} 0 for any free one.` : undefined;
    throw new CannotRun(`the emulator cannot listen on ${options.host}:${port ?? options.port} (${code})`, help);
  }
}

function portOptionOf({ mqttPort, mqttsPort }: EmulatorOptions, port: number | undefined): string {
  if (port === undefined) return 'port';
  return port === mqttPort ? 'mqtt-port' : port === mqttsPort ? 'mqtts-port' : 'port';
}

function mqttOptions(args: Arguments, host: Host): Pick<EmulatorOptions, 'mqttPort' | 'mqttsPort' | 'tls'> {
  const mqttPort = wholeNumberOption(args, 'mqtt-port', 65_535);
  const mqttsPort = wholeNumberOption(args, 'mqtts-port', 65_535);
  const directory = textOption(args, 'tls-directory');
  if (directory !== undefined && mqttsPort === undefined)
    throw new CannotRun('--tls-directory needs --mqtts-port: without it there is no TLS');
  return {
    ...(mqttPort !== undefined && { mqttPort }),
    ...(mqttsPort !== undefined && {
      mqttsPort,
      tls: { directory: resolve(host.cwd, directory ?? join('.iot-rollouts', 'tls')) },
    }),
  };
}

/** Where devices connect and what they need for it, if anything was asked for. */
function mqttLines({ mqttUrl, mqttsUrl, wsUrl, tlsFiles }: Emulator): string {
  const lines = [
    ...(mqttUrl === undefined ? [] : [`MQTT on ${mqttUrl} and ${wsUrl}`]),
    ...(mqttsUrl === undefined || tlsFiles === undefined
      ? []
      : [
          `MQTT over TLS on ${mqttsUrl}`,
          `  authority to trust  ${tlsFiles.ca}`,
          `  device certificate  ${tlsFiles.certificate}`,
          `  device private key  ${tlsFiles.privateKey}`,
        ]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function isLoopback(host: string | undefined): boolean {
  return host === undefined || host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function exposureWarning(host: string | undefined): string {
  return [
    `WARNING: the emulator listens on ${host}, so that other machines may reach it.`,
    '  It knows no passwords and no permissions: who reaches it can read and change everything in it.',
    '',
  ].join('\n');
}

function clockOption(args: Arguments): ClockOptions {
  if (args.values.speed === 'manual') return { mode: 'manual' };
  const speed = numberOption(args, 'speed', 0.001) ?? 1;
  return speed === 1 ? { mode: 'real' } : { mode: 'accelerated', speed };
}

function limitsOption(args: Arguments): Pick<EmulatorOptions, 'limits'> {
  return textOption(args, 'rates') === 'aws' ? { limits: { rates: 'aws' } } : {};
}

async function fleetOption(args: Arguments, host: Host): Promise<Pick<EmulatorOptions, 'fleet'>> {
  const file = textOption(args, 'fleet');
  return file === undefined ? {} : { fleet: await readFleet(host.cwd, file) };
}
