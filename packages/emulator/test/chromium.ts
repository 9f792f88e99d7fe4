/** A real Chromium, driven over its DevTools protocol, where the machine has one. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** The command that starts Chromium, or undefined where there is none. */
export const chromium: string | undefined = [process.env.CHROME_PATH ?? '', ...names].find(
  (name) => name !== '' && spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);

export interface Page {
  /** Evaluates an expression in the page and returns its value. A promise is waited for. */
  evaluate<T>(expression: string): Promise<T>;
  /** Waits until an expression is true, looking whenever the page has drawn. */
  until(expression: string): Promise<void>;
  /** Sets the theme that the person has chosen. */
  theme(theme: 'light' | 'dark'): Promise<void>;
  /** Sets the width of the window, in pixels. */
  width(pixels: number): Promise<void>;
  /** Returns the whole page as a PNG. */
  screenshot(): Promise<Buffer>;
  /** What the page has complained about: errors, and what its policy forbade. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

type Params = Readonly<Record<string, unknown>>;
interface Incoming {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    readonly entry?: { readonly text: string };
    readonly exceptionDetails?: { readonly text: string };
  };
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

/** Opens a page in a browser of its own. */
export async function openPage(command: string, url: string): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'iot-rollouts-chromium-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', '--window-size=1280,900'];
  const browser = spawn(command, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const port = await debuggingPort(browser);
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as readonly Record<
    string,
    string
  >[];
  const socket = new WebSocket(targets.find(({ type }) => type === 'page')!.webSocketDebuggerUrl!);
  await once(socket, 'open');

  const complaints: string[] = [];
  const waiting = new Map<number, (message: Incoming) => void>();
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Incoming;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    const complaint = message.params?.entry?.text ?? message.params?.exceptionDetails?.text;
    if (complaint !== undefined) complaints.push(complaint);
  });
  let sent = 0;
  async function call(method: string, params: Params = {}): Promise<Params> {
    sent += 1;
    const id = sent;
    const answer = new Promise<Incoming>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result!;
  }
  async function evaluate<T>(expression: string): Promise<T> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await call('Runtime.evaluate', options);
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { readonly value: T }).value;
  }

  for (const domain of ['Page', 'Runtime', 'Log']) await call(`${domain}.enable`);
  const loaded = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      if (data.includes('"Page.loadEventFired"')) resolve();
    });
  });
  await call('Page.navigate', { url });
  await loaded;
  return {
    evaluate,
    until: (expression) =>
      evaluate(`new Promise((done) => {
        const look = () => { if (${expression}) done(); else requestAnimationFrame(look); };
        look();
      })`),
    theme: async (value) =>
      void (await call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })),
    async width(width) {
      const metrics = { width, height: 900, deviceScaleFactor: 1, mobile: false };
      await call('Emulation.setDeviceMetricsOverride', metrics);
    },
    async screenshot() {
      const { data } = await call('Page.captureScreenshot', { captureBeyondViewport: true });
      return Buffer.from(String(data), 'base64');
    },
    complaints,
    async close() {
      // Asked rather than killed, the browser ends its own processes, which still write to the profile, before itself.
      const exit = once(browser, 'exit');
      socket.send(JSON.stringify({ id: 0, method: 'Browser.close' }));
      await exit;
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}

async function debuggingPort(browser: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: browser.stderr! })) {
    const port = /^DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(line)?.[1];
    if (port === undefined) continue;
    browser.stderr!.resume();
    return port;
  }
  throw new Error('Chromium has ended before it could be driven.');
}
