import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTcp, createServer, type Server } from 'node:net';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cleanUp } from './support/cleanup.js';
import { runCli, startCli } from './support/process.js';
import { temporaryFolder, writeFiles } from './support/repository.js';

const fleet = 'groups: [{ name: lab, things: 3 }]\n';

/** Starts the emulator on a free port and waits for its line. */
async function started(...args: readonly string[]) {
  const root = temporaryFolder();
  writeFiles(root, { 'fleet.yaml': fleet });
  const running = startCli(['emulator', '--port', '0', ...args], { cwd: root });
  cleanUp(() => void running.child.kill('SIGKILL'));
  const line = await running.seen('\n');
  const endpoint = /^iot-rollouts emulator listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line)?.[1];
  if (endpoint === undefined) throw new Error(`not the line that is promised: ${line}`);
  return { running, endpoint };
}

/** Starts the emulator with a free port for MQTT. */
async function startedWithMqtt() {
  const running = startCli(['emulator', '--port', '0', '--mqtt-port', '0'], { cwd: temporaryFolder() });
  cleanUp(() => void running.child.kill('SIGKILL'));
  const text = await running.seen('/mqtt\n');
  const [endpoint] = /http:\S+/.exec(text)!;
  return { running, endpoint, mqttPort: Number(/mqtt:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1]) };
}

/** CONNECT of a client `dev1`, version 3.1.1, and the answer to it. */
const connectPacket = Buffer.from('101000044d5154540402003c000464657631', 'hex');
const connectedPacket = Buffer.from([0x20, 2, 0, 0]);

/** PUBLISH of nothing to a topic, with quality of service 1. */
function publishPacket(topic: string, id: number): Buffer {
  const body = Buffer.concat([Buffer.from([0, topic.length]), Buffer.from(topic), Buffer.from([0, id])]);
  return Buffer.concat([Buffer.from([0x32, body.length]), body]);
}

describe.concurrent('emulator', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints one line when it is ready and stops cleanly on %s', async (name) => {
    const { running, endpoint } = await started();
    // A client that keeps its connection must not hold the emulator back.
    expect((await fetch(`${endpoint}/_emulator/health`)).status).toBe(200);
    running.child.kill(name);
    expect(await running.ended).toEqual({
      exitCode: 0,
      stdout: `iot-rollouts emulator listening on ${endpoint}\n`,
      stderr: '',
    });
  });

  it('is not held back by a device that waits for a delayed answer', async () => {
    const { running, mqttPort, endpoint } = await startedWithMqtt();
    const body = JSON.stringify({ faults: [{ kind: 'delay', delayMs: 600_000 }] });
    expect((await fetch(`${endpoint}/_emulator/faults`, { method: 'POST', body })).status).toBe(200);
    const device = connectTcp(mqttPort, '127.0.0.1');
    device.on('error', () => {});
    device.write(connectPacket);
    expect(await once(device, 'data')).toEqual([connectedPacket]);
    device.write(publishPacket('$aws/things/lamp/jobs/get', 7));
    expect(await once(device, 'data')).toEqual([Buffer.from([0x40, 2, 0, 7])]);
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('says once what each option is when it is left out', async () => {
    const { stdout } = await runCli(['emulator', '--help'], { cwd: temporaryFolder() });
    for (const line of stdout.split('\n')) expect(line.split('(default').length).toBeLessThanOrEqual(2);
    expect(stdout).toContain('or not (default none)\n');
  });

  it('takes a fleet, and a clock that is moved by hand', async () => {
    const { endpoint } = await started('--fleet', 'fleet.yaml', '--speed', 'manual');
    expect(await (await fetch(`${endpoint}/things`)).json()).toMatchObject({ things: [{}, {}, {}] });
    const advance = async () => {
      const answer = await fetch(`${endpoint}/_emulator/clock`, { method: 'POST', body: '{"advanceMs":60000}' });
      return (await answer.json()) as { clock: { epochMs: number } };
    };
    const [first, second] = [await advance(), await advance()];
    expect(second.clock.epochMs - first.clock.epochMs).toBe(60_000);
  });

  it('takes the fleet of the examples', async () => {
    const file = fileURLToPath(new URL('../../../examples/fleet.yaml', import.meta.url));
    const { endpoint } = await started('--fleet', file);
    const group = `${endpoint}/thing-groups/gateways/things?maxResults=1`;
    expect(await (await fetch(group)).json()).toMatchObject({ things: ['gw-1'] });
  });

  it('holds requests to the rates of AWS when asked to', async () => {
    const { endpoint } = await started('--rates', 'aws');
    const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(`${endpoint}/jobs`)));
    const refused = answers.filter(({ status }) => status === 429 || status === 400);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.headers.get('x-amzn-errortype')).toBe('ThrottlingException');
  });

  it('says so when its port is taken', async () => {
    const port = await takenPort();
    const ended = await runCli(['emulator', '--port', String(port)], { cwd: temporaryFolder() });
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain(`127.0.0.1:${port} (EADDRINUSE)\n  Choose another with --port`);
  });

  it('tells where devices connect by MQTT, and makes them certificates', async () => {
    const root = temporaryFolder();
    const running = startCli(['emulator', '--port', '0', '--mqtt-port', '0', '--mqtts-port', '0'], { cwd: root });
    cleanUp(() => void running.child.kill('SIGKILL'));
    const lines = (await running.seen('device private key')).split('\n');
    expect(lines[1]).toMatch(/^MQTT on mqtt:\/\/127\.0\.0\.1:\d+ and ws:\/\/127\.0\.0\.1:\d+\/mqtt$/);
    expect(lines[2]).toMatch(/^MQTT over TLS on mqtts:\/\/127\.0\.0\.1:\d+$/);
    const [ca, cert, key] = lines.slice(3, 6).map((line) => readFileSync(line.replace(/^.* {2}/, '')));
    const port = Number(/:(\d+)$/.exec(lines[2]!)?.[1]);
    const socket = connect({ port, host: '127.0.0.1', ca: ca!, cert: cert!, key: key! });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    // Whether its end comes as a goodbye or as a reset is the machine's business.
    const closed = new Promise((resolve) => socket.resume().on('error', resolve).on('close', resolve));
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ exitCode: 0, stderr: '' });
    await closed;
  });

  it('warns when other machines can reach it', async () => {
    const running = startCli(['emulator', '--host', '0.0.0.0', '--port', '0'], { cwd: temporaryFolder() });
    cleanUp(() => void running.child.kill('SIGKILL'));
    await running.seen('\n');
    running.child.kill('SIGTERM');
    expect((await running.ended).stderr).toContain('WARNING: the emulator listens on 0.0.0.0');
  });

  it('names the option of the port that is taken', async () => {
    const port = String(await takenPort());
    const ended = await runCli(['emulator', '--port', '0', '--mqtt-port', port], { cwd: temporaryFolder() });
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain(`127.0.0.1:${port} (EADDRINUSE)\n  Choose another with --mqtt-port`);
  });

  it.each([
    [['--speed', 'fast'], '--speed must be'],
    [['--speed', '-3'], 'emulator: --speed needs a value; if -3 is it, write --speed=-3\n'],
    [['--speed=-3'], '--speed must be a number of at least 0.001, not -3\n'],
    [['--speed'], 'emulator: --speed needs a value\n'],
    [['--speed', '1e9'], 'clock.speed must be a number above 0, at most 1000000, not 1000000000.\n'],
    [['--host', ''], 'host must be the name or the address to listen on, not "".\n'],
    [['--port', '99999'], '--port must be a whole number from 0 to 65535, not 99999'],
    [['--fleet', 'nope.yaml'], 'the fleet nope.yaml cannot be read'],
    [['--fleet', '.'], 'the fleet . cannot be read'],
    [['--fleet', 'broken.yaml'], 'the fleet broken.yaml cannot be read'],
    [['--fleet', 'share.yaml'], '  share.yaml:4:5: The shares of groups[0].outcomes add up to 0.5'],
    [['--fleet', 'member.yaml'], "  member.yaml:1:23: groups[0] has no member 'thing'"],
    [['--fleet', 'member.yaml'], '  member.yaml:1:10: groups[0].things must be a whole number'],
    [['--fleet', 'empty.yaml'], 'the fleet empty.yaml cannot be read'],
    [['--rates', 'slow'], '--rates must be one of none, aws'],
    [['--mqtt-port', 'x'], '--mqtt-port must be a whole number from 0 to 65535, not x'],
    [['--tls-directory', 'keys'], '--tls-directory needs --mqtts-port'],
    [['--mqtts-port', '0', '--tls-directory', 'fleet.yaml'], 'the certificates cannot be kept in'],
    [['nonsense'], 'unexpected argument nonsense'],
  ])('refuses %j by one clear message', async (args, message) => {
    const root = temporaryFolder();
    writeFiles(root, {
      'fleet.yaml': fleet,
      'broken.yaml': 'groups: [',
      'share.yaml': 'groups:\n  - name: lab\n    things: 3\n    outcomes:\n      succeed: 0.5\n',
      'empty.yaml': '# nothing\n',
      'member.yaml': 'groups: [{ name: lab, thing: 3 }]\n',
    });
    const ended = await runCli(['emulator', '--port', '0', ...args], { cwd: root });
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });
});

async function takenPort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
