/** A device that speaks MQTT by the `mqtt` library, and remembers what it was sent in the order in which it came. */
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';

export interface Received {
  /** Without the part that all jobs topics of the thing begin with. */
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface MqttDevice {
  readonly client: MqttClient;
  /** Publishes to a jobs topic of the thing, with quality of service 1 unless another is given. */
  ask(topic: string, payload?: object | string | Uint8Array, qos?: 0 | 1): Promise<void>;
  /** Waits for the next message that was not read yet. */
  next(): Promise<Received>;
  /** Asks, and returns the next message, which must be the answer to it. */
  answer(topic: string, payload?: object | string | Uint8Array): Promise<Received>;
  close(): Promise<void>;
}

export const thingName = 'd-1';
export const jobsTopic = `$aws/things/${thingName}/jobs`;

/** Connects, and subscribes to topics below the thing's jobs topic. */
export async function mqttDevice(
  url: string,
  subscriptions: readonly string[] = ['notify', 'notify-next'],
  options: IClientOptions = {},
): Promise<MqttDevice> {
  const unread: Received[] = [];
  const readers: ((received: Received) => void)[] = [];
  const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, ...options }, false);
  client.on('message', (topic, payload) => {
    const received = { topic: topic.replace(`${jobsTopic}/`, ''), payload: JSON.parse(payload.toString()) };
    const reader = readers.shift();
    if (reader === undefined) unread.push(received);
    else reader(received);
  });
  if (subscriptions.length > 0) await client.subscribeAsync(subscriptions.map(absolute), { qos: 1 });

  const next = () => {
    const received = unread.shift();
    return received === undefined
      ? new Promise<Received>((resolve) => readers.push(resolve))
      : Promise.resolve(received);
  };
  const ask: MqttDevice['ask'] = async (topic, payload = {}, qos = 1) => {
    const isRaw = typeof payload === 'string' || payload instanceof Uint8Array;
    const bytes = isRaw ? Buffer.from(payload) : JSON.stringify(payload);
    await client.publishAsync(absolute(topic), bytes, { qos });
  };
  return {
    client,
    ask,
    next,
    async answer(topic, payload) {
      await ask(topic, payload);
      return next();
    },
    close: () => client.endAsync(true),
  };
}

function absolute(topic: string): string {
  return topic.startsWith('/') ? topic.slice(1) : topic.startsWith('$aws/') ? topic : `${jobsTopic}/${topic}`;
}
