/** The broker of one region: aedes, with the reserved topics of AWS IoT Jobs taken out of its hands. */
import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { Aedes, type AedesPublishPacket, type Client } from 'aedes';
import type { MqttReply } from './answer-request.js';
import { createInterest, type Interest } from './interest.js';
import type { Message } from './message.js';
import { createOutbox, type Send } from './outbox.js';
import { packetLimit } from './packet-limit.js';
import { fateOf, maximumClientIdBytes, maximumPayloadBytes, subscriptionFateOf } from './rules.js';

/** Answers a message on a topic of AWS IoT Jobs. */
export type Answer = (topic: string, payload: Uint8Array) => MqttReply | undefined;

export interface Broker {
  readonly interest: Interest;
  /** Takes over a connection on which an MQTT client will speak. */
  connect(stream: Duplex): void;
  /** Sends a message to all that have subscribed to its topic; sessions that are offline keep it if it is of their quality. */
  publish(message: Message): void;
  close(): Promise<void>;
}

/**
 * Where messages go that nobody may receive: they are acknowledged like others. No client can subscribe below this name.
 */
const [asked, dropped] = ['$emulator/asked/', '$emulator/dropped/'];

/** How long a client may leave its connection unread before it is cut off, in milliseconds of the machine. */
const drainTimeoutMs = 10_000;
/** How many messages of the services may be on their way at once. */
const messagesUnderway = 1000;

/** Returns the broker of a region. `answer` is called with the requests of devices, one after the other. */
export async function createBroker(answer: Answer, settled: () => void): Promise<Broker> {
  const interest = createInterest();
  const aedes = await Aedes.createBroker({
    drainTimeout: drainTimeoutMs,
    // With a limit aedes would queue: one client that does not read would hold up all others, and a long queue for topics
    // without subscribers would overflow the stack.
    concurrency: Number.POSITIVE_INFINITY,
    preConnect(_client, { clientId, protocolId }, done) {
      const tooLong = Buffer.byteLength(clientId) > maximumClientIdBytes;
      if (tooLong || protocolId === 'MQIsdp') done(new Error('AWS IoT would not accept this client'), false);
      else done(null, true);
    },
    authorizePublish(_client, packet, done) {
      const fate = fateOf(packet.topic, packet.qos, packet.payload.length);
      if (typeof fate === 'object') return done(new Error(fate.cutOff));
      if (fate !== 'relay') {
        packet.retain = false;
        packet.topic = `${fate === 'ask-jobs' ? asked : dropped}${packet.topic}`;
      }
      done(null);
    },
    authorizeSubscribe(_client, subscription, done) {
      const fate = subscriptionFateOf(subscription.topic, subscription.qos);
      if (typeof fate === 'object') return done(new Error(fate.cutOff));
      if (fate === 'grant') interest.add(subscription.topic);
      done(null, fate === 'grant' ? subscription : null);
    },
    published(packet, client, done) {
      // A turn of its own for each request keeps its answer ahead of the notifications that it causes, and both ahead of
      // the answer to the next request.
      if (client === null || !packet.topic.startsWith(asked)) done(null);
      else setImmediate(() => serve(client, packet, done));
    },
  });

  const send: Send = (message, done) => aedes.publish({ ...packetOf(message), qos: 1 }, done);
  const outbox = createOutbox(send, messagesUnderway);

  function serve(client: Client, packet: AedesPublishPacket, done: () => void): void {
    const topic = packet.topic.slice(asked.length);
    const reply = client.closed ? undefined : answer(topic, Buffer.from(packet.payload));
    if (reply === undefined) done();
    else if (reply.delayMs === 0) deliver(client, reply, done);
    else {
      // Unreferenced: an answer that waits must not keep a process that has been told to stop.
      setTimeout(() => deliver(client, reply, () => {}), reply.delayMs).unref();
      done();
    }
    settled();
  }

  // Aedes throws what nobody hears. Whom an error befell was cut off; the others need not know.
  const errors: EventEmitter = aedes;
  for (const kind of ['clientError', 'connectionError', 'error']) errors.on(kind, () => {});

  return {
    interest,
    connect(stream) {
      limitPackets(stream);
      aedes.handle(stream);
    },
    publish: outbox.add,
    close() {
      outbox.clear();
      return new Promise((resolve) => aedes.close(resolve));
    },
  };
}

/** Ends a connection on which a packet comes that no message within AWS's limits needs, before it has been collected. */
function limitPackets(stream: Duplex): void {
  const isWithinLimit = packetLimit(maximumPayloadBytes + 1024);
  const read = stream.read.bind(stream);
  stream.read = (size) => {
    const chunk: Buffer | null = read(size);
    if (chunk === null || isWithinLimit(chunk)) return chunk;
    stream.destroy();
    return null;
  };
}

/** Answers reach the client that asked, whether or not it subscribed, once, and nobody else (JOB-MQT-01 to 03). */
function deliver(client: Client, { answer }: MqttReply, done: () => void): void {
  if (client.closed) done();
  else if (answer === 'disconnect') client.close(done);
  else client.publish({ ...packetOf(answer), qos: 0 }, done); // JOB-MQT-11: they were seen with quality 0.
}

function packetOf({ topic, payload }: Message) {
  return { cmd: 'publish', topic, payload: Buffer.from(JSON.stringify(payload)), retain: false, dup: false } as const;
}
