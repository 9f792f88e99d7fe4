/** Opens the ports for MQTT that were asked for, and accepts WebSockets. The broker and its sockets are loaded on first use. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type CredentialFiles, loadCredentials } from '../tls/credentials.js';
import { type Answer, jsonAnswer } from '../wire/answer.js';
import { credentialScope } from '../wire/signature.js';
import type { MqttService } from './service.js';
import type { Listener, WebSockets } from './sockets.js';

export interface PortOptions {
  readonly host: string;
  /** 0 lets the system choose; undefined opens none. */
  readonly mqttPort: number | undefined;
  /** The port of TLS, and where its certificates are kept. */
  readonly mqtts: { readonly port: number; readonly directory: string } | undefined;
  /** The region of clients that do not name theirs. */
  readonly region: string;
}

export interface MqttPorts {
  readonly mqttPort: number | undefined;
  readonly mqttsPort: number | undefined;
  readonly tlsFiles: CredentialFiles | undefined;
  close(): Promise<void>;
}

/** The host names and addresses that clients on this machine use. */
const loopbackHosts = ['localhost', '127.0.0.1', '::1'];

/** Opens the ports; when one of them cannot be opened, the promise rejects and none is left open. */
export async function openMqttPorts(options: PortOptions, service: MqttService): Promise<MqttPorts> {
  const { host, mqttPort, mqtts, region } = options;
  const listeners: Listener[] = [];
  const close = async () => void (await Promise.all(listeners.map((listener) => listener.close())));
  const connect = (stream: Duplex) => void service.connect(region, stream);
  if (mqttPort === undefined && mqtts === undefined)
    return { mqttPort, mqttsPort: undefined, tlsFiles: undefined, close };
  const { listenTcp, listenTls } = await import('./sockets.js');
  const opened = async (listener: Promise<Listener>) => {
    listeners.push(await listener);
    return listeners.at(-1)!.port;
  };
  try {
    const credentials = mqtts && (await credentialsOf(host, mqtts.directory));
    const tcp = mqttPort === undefined ? undefined : await opened(listenTcp(host, mqttPort, connect));
    const tls = mqtts && credentials && (await opened(listenTls(host, mqtts.port, credentials, connect)));
    return { mqttPort: tcp, mqttsPort: tls, tlsFiles: credentials?.files, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function credentialsOf(host: string, directory: string) {
  const isWildcard = host === '0.0.0.0' || host === '::';
  const hosts = [...new Set([...loopbackHosts, ...(isWildcard ? [] : [host])])];
  // Certificates are checked by devices, whose clocks are not the emulator's.
  return loadCredentials(directory, hosts, Date.now());
}

/** The path of WebSockets that carry MQTT, as at AWS. */
export const webSocketPath = '/mqtt';

/** Returns the answer to a request for the WebSocket's path that asks for no WebSocket, undefined for other targets. */
export function upgradeRequired(target: string): Answer | undefined {
  if (target.split('?', 1)[0] !== webSocketPath) return undefined;
  const message = `${webSocketPath} is a WebSocket that carries MQTT: connect an MQTT client to ws://HOST:PORT${webSocketPath}.`;
  return jsonAnswer(426, { message }, { upgrade: 'websocket', connection: 'upgrade' });
}

/** Takes a request to turn an HTTP connection into a WebSocket. */
export interface Upgrades {
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** Returns what takes WebSockets for MQTT. A signed request names its region; nothing else of the signature counts. */
export function webSocketUpgrades(service: MqttService, region: string): Upgrades {
  let webSockets: Promise<WebSockets> | undefined;
  let closed = false;
  const load = async () => (await import('./sockets.js')).createWebSockets();
  return {
    take(request, socket, head) {
      socket.on('error', () => {});
      const [path, query] = (request.url ?? '').split('?', 2);
      if (path !== webSocketPath)
        return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      const scope = credentialScope(request.headers.authorization, new URLSearchParams(query));
      webSockets ??= load();
      void webSockets.then((accepting) => {
        if (closed) return void socket.destroy();
        accepting.accept({ request, socket, head }, (stream) => void service.connect(scope?.region ?? region, stream));
      });
    },
    close() {
      closed = true;
      void webSockets?.then((accepting) => accepting.close());
    },
  };
}
