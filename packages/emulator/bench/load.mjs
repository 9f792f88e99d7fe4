/** The client, the same for every server: so many connections, each with one request at a time. */
import { Agent, request } from 'node:http';

const connections = 8;
const authorization =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/iot/aws4_request, SignedHeaders=host;x-amz-date, Signature=00';

/** Sends `count` requests, made by `requestOf(index)`, and returns how it went. */
export async function load(server, count, requestOf) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies = new Float64Array(count);
  const doneAt = new Float64Array(count);
  let next = 0;
  let done = 0;
  const cpuBefore = server.cpuMs();
  const began = performance.now();
  async function work() {
    while (next < count) {
      const index = next++;
      const sent = performance.now();
      await send(server.url, agent, requestOf(index));
      const answered = performance.now();
      latencies[index] = answered - sent;
      doneAt[done++] = answered - began;
    }
  }
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - began) / 1000;
  const cpuAfter = server.cpuMs();
  agent.destroy();
  latencies.sort();
  return {
    perSecond: count / seconds,
    p99: latencies[Math.floor(count * 0.99)],
    cpuMsPerRequest: cpuBefore === undefined ? undefined : (cpuAfter - cpuBefore) / count,
    doneAt,
  };
}

function send({ hostname, port }, agent, { method, path, body }) {
  return new Promise((resolve, reject) => {
    const headers = { authorization, 'x-amz-date': '20260101T000000Z', 'content-type': 'application/json' };
    if (body !== undefined) headers['content-length'] = Buffer.byteLength(body);
    const outgoing = request({ hostname, port, agent, method, path, headers }, (incoming) => {
      incoming.on('error', reject);
      incoming.on('end', () => {
        if (incoming.statusCode === 200) resolve();
        else reject(new Error(`${method} ${path} answered ${incoming.statusCode}`));
      });
      incoming.resume();
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
