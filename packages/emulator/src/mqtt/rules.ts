/** What AWS IoT Core allows its MQTT clients; whoever oversteps is cut off, as there. */

/** The largest payload, in bytes (JOB-DOC-02). */
export const maximumPayloadBytes = 128 * 1024;
/** The longest topic or filter, in bytes of UTF-8, and the most slashes in it. */
const maximumTopicBytes = 256;
const maximumSlashes = 7;
/** The longest client id, in bytes of UTF-8. */
export const maximumClientIdBytes = 128;

/**
 * Families of reserved topics whose services AWS has and the emulator has not: what is published there goes nowhere, so that
 * a device that also reports to them can be tested.
 */
const otherServices =
  /^\$aws\/(things\/[^/]+\/(shadow|streams|defender|tunnels)\/|rules\/|certificates\/|provisioning-templates\/|device_location\/|commands\/|sitewise\/)/;

/** What becomes of a message that a client publishes. */
export type Fate = 'relay' | 'ask-jobs' | 'drop' | { readonly cutOff: string };

/** Returns what becomes of a message of this topic, service quality and size. */
export function fateOf(topic: string, qos: number, payloadBytes: number): Fate {
  if (qos > 1) return { cutOff: 'AWS IoT has no quality of service 2' };
  if (payloadBytes > maximumPayloadBytes) return { cutOff: `a payload of more than ${maximumPayloadBytes} bytes` };
  const fault = topicFault(topic);
  if (fault !== undefined) return { cutOff: fault };
  if (!topic.startsWith('$')) return 'relay';
  if (/^\$aws\/things\/[^/]+\/jobs\//.test(topic)) return 'ask-jobs';
  return otherServices.test(topic) ? 'drop' : { cutOff: `nothing can be published to the reserved topic ${topic}` };
}

/** What becomes of a subscription; 'refuse' answers it with the failure code of SUBACK. */
export type SubscriptionFate = 'grant' | 'refuse' | { readonly cutOff: string };

/** Returns what becomes of a subscription to this filter. */
export function subscriptionFateOf(filter: string, qos: number): SubscriptionFate {
  if (qos > 1) return { cutOff: 'AWS IoT has no quality of service 2' };
  const fault = topicFault(filter);
  if (fault !== undefined) return { cutOff: fault };
  return filter.startsWith('$') && !/^\$aws(\/|$)/.test(filter) ? 'refuse' : 'grant';
}

function topicFault(topic: string): string | undefined {
  if (Buffer.byteLength(topic) > maximumTopicBytes) return `a topic of more than ${maximumTopicBytes} bytes`;
  if (topic.split('/').length - 1 > maximumSlashes) return `a topic with more than ${maximumSlashes} slashes`;
  return undefined;
}
