/** MQTT of all regions: one broker each, made when its first client connects, and the messages that wait for their turn. */
import type { Duplex } from 'node:stream';
import type { MqttReply } from './answer-request.js';
import type { Broker } from './broker.js';
import type { Message, MessageSink } from './message.js';

export interface MqttService {
  readonly sink: MessageSink;
  /** Takes over a connection on which a client of the region will speak MQTT. */
  connect(regionName: string, stream: Duplex): Promise<void>;
  /** Ends every session. */
  close(): Promise<void>;
}

/** Answers a message on a topic of AWS IoT Jobs in a region. */
export type AnswerInRegion = (regionName: string, topic: string, payload: Uint8Array) => MqttReply | undefined;

/** Returns the service. Brokers are made as regions get their first client. */
export function createMqttService(answer: AnswerInRegion): MqttService {
  const brokers = new Map<string, Promise<Broker>>();
  const ready = new Map<string, Broker>();
  let waiting: { readonly regionName: string; readonly message: Message }[] = [];

  /** Sends what waits. It is called after the answer to the request that caused it, so that this comes first (JOB-NTF-06). */
  function send(): void {
    const messages = waiting;
    waiting = [];
    for (const { regionName, message } of messages) ready.get(regionName)?.publish(message);
  }

  function brokerOf(regionName: string): Promise<Broker> {
    const known = brokers.get(regionName);
    if (known !== undefined) return known;
    const made = makeBroker(regionName);
    brokers.set(regionName, made);
    return made;
  }

  async function makeBroker(regionName: string): Promise<Broker> {
    // Most emulators in tests never get an MQTT client, so they need not load a broker.
    const { createBroker } = await import('./broker.js');
    const broker = await createBroker((topic, payload) => answer(regionName, topic, payload), send);
    ready.set(regionName, broker);
    return broker;
  }

  return {
    sink: {
      hearsThing: (regionName, thingName) => ready.get(regionName)?.interest.hearsThing(thingName) ?? false,
      hearsEvents: (regionName) => ready.get(regionName)?.interest.hearsEvents() ?? false,
      publish(regionName, message) {
        if (waiting.length === 0) queueMicrotask(send);
        waiting.push({ regionName, message });
      },
    },
    async connect(regionName, stream) {
      (await brokerOf(regionName)).connect(stream);
    },
    async close() {
      await Promise.all([...brokers.values()].map(async (broker) => (await broker).close()));
    },
  };
}
