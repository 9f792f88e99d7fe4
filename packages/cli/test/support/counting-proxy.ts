/** A way to the emulator that counts requests, and can do something just before or just after one of them. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanUp } from './cleanup.js';

/** Called before a request goes on to the emulator and after its answer has come, before that is passed on. */
export type Watcher = (moment: 'before' | 'after', requestNumber: number) => Promise<void> | void;

export interface CountingProxy {
  readonly endpoint: string;
  /** Counts from one again, and tells this watcher from now on. */
  watch(watcher: Watcher): void;
  /** `METHOD /path` of each request since then that the emulator answered with success. */
  readonly done: readonly string[];
  /** The same of each request, answered or not, in the order in which they came. */
  readonly came: readonly string[];
}

/** A proxy to an endpoint, closed when the tests of the file have ended. */
export async function countingProxy(endpoint: string): Promise<CountingProxy> {
  const agent = new Agent({ keepAlive: true });
  let watcher: Watcher = () => undefined;
  let came: string[] = [];
  let done: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const line = `${method} ${url.split('?')[0]}`;
    const number = came.push(line);
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    // Whoever has sent a request and died has sent it.
    outgoing.on('error', () => undefined);
    await once(incoming, 'end').catch(() => undefined);
    await watcher('before', number);
    if (outgoing.destroyed) return;
    const onward = request(`${endpoint}${url}`, { method, headers, agent }, (answer) => {
      const body: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => body.push(chunk));
      answer.on('end', async () => {
        if ((answer.statusCode ?? 500) < 300) done.push(line);
        await watcher('after', number);
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(Buffer.concat(body));
      });
    });
    onward.on('error', () => outgoing.destroy());
    onward.end(Buffer.concat(chunks));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    watch(next) {
      [watcher, came, done] = [next, [], []];
    },
    get done() {
      return done;
    },
    get came() {
      return came;
    },
  };
}
