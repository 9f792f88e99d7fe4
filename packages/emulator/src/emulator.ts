/** Puts the emulator together: clock, state and HTTP. */
import { type Administered, handleAdmin } from './admin/handle-admin.js';
import { advance, isAdvance, legalAdvance } from './advance-clock.js';
import { handleRequest } from './handle-request.js';
import { type ServerReply, type ServerRequest, startHttpServer } from './http-server.js';
import { answerRequest } from './mqtt/answer-request.js';
import { openMqttPorts, upgradeRequired, webSocketPath, webSocketUpgrades } from './mqtt/ports.js';
import { createMqttService } from './mqtt/service.js';
import { handleObject } from './objects/handle-object.js';
import { signedUrlPath } from './objects/signed-url.js';
import { type EmulatorOptions, emulatorSettings } from './options.js';
import { handlePage } from './page/handle-page.js';
import { liveView } from './page/live-view.js';
import { clockView, pageView } from './page/page-view.js';
import { curveCache } from './page/rollout-curve.js';
import { createPump, thisMachine } from './pump.js';
import { createScheduler } from './scheduler.js';
import type { EmulatorSnapshot } from './snapshot/snapshot.js';
import { readSnapshot, takeSnapshot } from './snapshot/snapshot.js';
import type { Task } from './task.js';
import type { CredentialFiles } from './tls/credentials.js';
import { createWorld, restoredWorld } from './world.js';

export interface Emulator {
  /** The URL that AWS clients take for both services. */
  readonly endpoint: string;
  readonly port: number;
  /** MQTT over TCP, for instance mqtt://127.0.0.1:1883; undefined without `mqttPort`. */
  readonly mqttUrl: string | undefined;
  /** MQTT over TLS; undefined without `mqttsPort`. */
  readonly mqttsUrl: string | undefined;
  /** MQTT over WebSocket, on the port of HTTP. */
  readonly wsUrl: string;
  /** What a device needs to connect over TLS: paths of PEM files. */
  readonly tlsFiles: CredentialFiles | undefined;
  readonly clock: {
    /** The emulator's time, in milliseconds since the epoch. */
    now(): number;
    /**
     * Moves a manual clock on by whole milliseconds, at most ten years; whatever falls due happens before it returns. Throws a
     * RangeError for another number, and an Error for other clocks.
     */
    advance(ms: number): void;
  };
  /** Empties every region, leaving a simulated fleet as it was at the start. Time goes on. */
  reset(): void;
  /** Returns everything that the emulator holds, as plain data that JSON can carry. */
  snapshot(): EmulatorSnapshot;
  /**
   * Goes on from a snapshot, of this emulator or of another, as if nothing had happened since: the clock stands where it
   * stood, and the same requests give the same answers. Connected MQTT clients stay connected and are told nothing.
   */
  restore(snapshot: EmulatorSnapshot): void;
  /** Ends all connections and closes the ports. */
  close(): Promise<void>;
}

/** Starts an emulator and returns it when its ports are open. Rejects with a RangeError that names an option that is not legal. */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = emulatorSettings(options);
  const { host, port, clock, seed, fleet, region, account, limits } = settings;
  const start = clock.mode === 'manual' && clock.start !== undefined ? clock.start : thisMachine.now();
  const scheduler = createScheduler<Task>(start, {
    perform: (task) => world.perform(task),
    changed: () => pump.rearm(),
  });
  const pump = createPump(clock, scheduler, thisMachine);
  const mqtt = createMqttService((regionName, topic, payload) => {
    pump.settle();
    return answerRequest(world, regionName, topic, payload);
  });
  const upgrades = webSocketUpgrades(mqtt, region);
  const newWorld = (address: string) =>
    createWorld({ defaultRegion: region, account, seed, fleet, limits, messages: mqtt.sink }, scheduler, address);
  let world = newWorld(host);

  function reset(): void {
    scheduler.clear();
    world = newWorld(world.endpointAddress);
    pump.rearm();
  }

  function restore(snapshot: EmulatorSnapshot): void {
    const { world: kept, waiting } = readSnapshot(snapshot);
    world = restoredWorld(kept, mqtt.sink, scheduler, world.endpointAddress);
    scheduler.restore(snapshot.now, waiting);
    pump.restart();
  }

  const administered: Administered = { scheduler, clockMode: clock.mode, world: () => world, reset };

  const curveOf = curveCache();
  const live = liveView(() => {
    pump.settle();
    return pageView(world.regions.values(), clockView(clock, scheduler.now()), curveOf);
  }, thisMachine);

  function reply(request: ServerRequest): ServerReply {
    pump.settle();
    if (request.target.startsWith(signedUrlPath))
      return { answer: handleObject(world, request, scheduler.now()), delayMs: 0 };
    const page = handlePage(request.method, request.target, live);
    if (page !== undefined) return { answer: page, delayMs: 0 };
    if (request.target.startsWith('/_emulator/')) return { answer: handleAdmin(administered, request), delayMs: 0 };
    const answer = upgradeRequired(request.target);
    return answer === undefined ? handleRequest(world, region, request) : { answer, delayMs: 0 };
  }

  const server = await startHttpServer(host, port, { reply, takesObject, upgrade: upgrades.take });
  const hostName = reachableName(host);
  world.endpointAddress = `${hostName}:${server.port}`;
  const ports = await openMqttPorts(settings, mqtt).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return {
    endpoint: `http://${world.endpointAddress}`,
    port: server.port,
    mqttUrl: ports.mqttPort === undefined ? undefined : `mqtt://${hostName}:${ports.mqttPort}`,
    mqttsUrl: ports.mqttsPort === undefined ? undefined : `mqtts://${hostName}:${ports.mqttsPort}`,
    wsUrl: `ws://${world.endpointAddress}${webSocketPath}`,
    tlsFiles: ports.tlsFiles,
    clock: {
      now() {
        pump.settle();
        return scheduler.now();
      },
      advance(ms) {
        if (clock.mode !== 'manual') throw new Error(`Only a manual clock can be moved; this one is ${clock.mode}.`);
        if (!isAdvance(ms)) throw new RangeError(`clock.advance takes ${legalAdvance}, not ${String(ms)}.`);
        advance(scheduler, ms);
      },
    },
    reset,
    snapshot() {
      pump.settle();
      return takeSnapshot(world, scheduler);
    },
    restore,
    async close() {
      pump.stop();
      scheduler.clear();
      upgrades.close();
      await Promise.all([mqtt.close(), ports.close(), server.close()]);
    },
  };
}

/** The name that reaches a host from this machine. What listens on every address has none of its own. */
function reachableName(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** Objects may be larger than requests to AWS are. */
function takesObject(target: string): boolean {
  return target.startsWith(signedUrlPath) || target.startsWith('/_emulator/objects');
}
