/** The only file that opens sockets for MQTT: TCP, TLS and WebSocket. */
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import type { Credentials } from '../tls/credentials.js';
import { maximumPayloadBytes } from './rules.js';

export interface Listener {
  /** The port that was opened, also when the system chose it. */
  readonly port: number;
  /** Closes the port and every connection. */
  close(): Promise<void>;
}

type Connect = (stream: Duplex) => void;

/** Opens a port for MQTT over TCP. Rejects when it cannot be opened. */
export function listenTcp(host: string, port: number, connect: Connect): Promise<Listener> {
  const server = createServer();
  server.on('connection', connect);
  return listening(server, host, port);
}

/**
 * Opens a port for MQTT over TLS. Only clients with a certificate of the emulator's authority get in. The name of the
 * protocol is the one that AWS has for MQTT on port 443 (JOB-DEV-01).
 */
export function listenTls(host: string, port: number, credentials: Credentials, connect: Connect): Promise<Listener> {
  const { ca, serverCertificate: cert, serverKey: key } = credentials;
  const identity = { requestCert: true, rejectUnauthorized: true, ca, cert, key };
  const server = createTlsServer({ ...identity, minVersion: 'TLSv1.2', ALPNProtocols: ['x-amzn-mqtt-ca', 'mqtt'] });
  server.on('secureConnection', connect);
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return listening(server, host, port);
}

async function listening(server: Server, host: string, port: number): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    // A connection may break while nobody listens to it yet, or no longer.
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A request to turn an HTTP connection into another one. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

export interface WebSockets {
  /** Turns a connection into a WebSocket and hands over its bytes. */
  accept(upgrade: Upgrade, connect: Connect): void;
  close(): void;
}

/** Returns what accepts WebSockets that carry MQTT. */
export function createWebSockets(): WebSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 2 * maximumPayloadBytes,
    handleProtocols: (protocols) => (protocols.has('mqtt') ? 'mqtt' : false),
  });
  return {
    accept({ request, socket, head }, connect) {
      server.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
        const stream = createWebSocketStream(webSocket);
        stream.on('error', () => webSocket.terminate());
        connect(stream);
      });
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}
