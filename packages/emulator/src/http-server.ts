/** The only file that opens sockets: bytes in, bytes out. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpRequest } from './handle-request.js';
import type { EventStream } from './page/live-view.js';
import { type Answer, jsonAnswer } from './wire/answer.js';

/** The largest body, in bytes: a document of 32 KB fits many times, whatever its escapes; an object may be an image. */
const maximumBodyBytes = 1024 * 1024;
const maximumObjectBytes = 256 * 1024 * 1024;
/** How much of an endless answer may wait for its reader. */
const maximumUnreadBytes = 4 * 1024 * 1024;

/**
 * How long a connection may be idle, or in the middle of a request, in milliseconds. Clients and server may share a process
 * that moves a clock for many seconds and answers nothing meanwhile; what was idle before must not be closed for it.
 */
const patienceMs = 10 * 60_000;

/** A request with the headers that objects are asked for by. */
export interface ServerRequest extends HttpRequest {
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** What to send, or to close the connection instead, and how long to wait before (milliseconds of the machine). */
export interface ServerReply {
  readonly answer: ServerAnswer | 'drop';
  readonly delayMs: number;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | EventStream;
}

/** What a server does with what comes in. */
export interface Service {
  reply(request: ServerRequest): ServerReply;
  /** Returns whether a body of this target is an object. */
  takesObject(target: string): boolean;
  /** Takes over a connection that is to become a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface HttpServer {
  /** The port that was opened, also when the system chose it. */
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a port and gives every request to the service. Rejects when the port cannot be opened. */
export async function startHttpServer(host: string, port: number, service: Service): Promise<HttpServer> {
  let requests = 0;
  const patience = { keepAliveTimeout: patienceMs, headersTimeout: patienceMs, requestTimeout: patienceMs };
  const server = createServer(patience, (incoming, outgoing) => {
    requests += 1;
    const requestId = `00000000-0000-4000-8000-${requests.toString(16).padStart(12, '0')}`;
    void serve(incoming, outgoing, service, requestId);
  });
  server.on('upgrade', (request, socket, head) => service.upgrade(request, socket, head));
  server.on('clientError', (_, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'));
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  service: Service,
  requestId: string,
): Promise<void> {
  try {
    const { method = 'GET', url: target = '/', headers } = incoming;
    const maximumBytes = service.takesObject(target) ? maximumObjectBytes : maximumBodyBytes;
    const body = await bodyOf(incoming, maximumBytes);
    if (body === undefined) return send(outgoing, tooLarge(maximumBytes), requestId, true);
    const { authorization, host, range } = headers;
    const ifRange = headers['if-range']?.toString();
    const { answer, delayMs } = service.reply({ method, target, authorization, host, body, range, ifRange });
    // Unreferenced: an answer that waits must not keep a process that has been told to stop.
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
    if (answer === 'drop') incoming.socket.destroy();
    else send(outgoing, answer, requestId, false);
  } catch (error) {
    // A defect of the emulator, or a client that went away in the middle of its body. Neither may end the process.
    if (!outgoing.destroyed) send(outgoing, defect(error), requestId, true);
  }
}

/** Returns the body, or undefined if it is too large. It is read to its end, unkept: most clients listen only then. */
async function bodyOf(incoming: IncomingMessage, maximumBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maximumBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= maximumBytes ? Buffer.concat(chunks) : undefined;
}

function send(outgoing: ServerResponse, answer: ServerAnswer, requestId: string, close: boolean): void {
  const { status, body } = answer;
  if (typeof body === 'object' && 'start' in body) {
    outgoing.writeHead(status, answer.headers);
    stream(outgoing, body);
    return;
  }
  const headers = { ...answer.headers, 'content-length': Buffer.byteLength(body), 'x-amzn-requestid': requestId };
  outgoing.writeHead(status, close ? { ...headers, connection: 'close' } : headers);
  outgoing.end(body);
}

/** Sends what comes for as long as the client reads. One that does not keep up is cut off, and may come again. */
function stream(outgoing: ServerResponse, events: EventStream): void {
  const stop = events.start((text) => {
    if (outgoing.writableLength > maximumUnreadBytes) outgoing.destroy();
    else outgoing.write(text);
  });
  outgoing.on('close', stop);
}

function tooLarge(maximumBytes: number): Answer {
  const message = `The body of the request is larger than ${maximumBytes} bytes.`;
  return jsonAnswer(413, { message }, { 'x-amzn-errortype': 'InvalidRequestException' });
}

function defect(error: unknown): Answer {
  const message = `The emulator failed: ${error instanceof Error ? error.message : String(error)}`;
  return jsonAnswer(500, { message }, { 'x-amzn-errortype': 'InternalFailureException' });
}
