/** Puts the emulator together: clock, state and HTTP. */
import { type Administered, handleAdmin } from './admin/handle-admin.js';
import type { Fleet } from './fleet/parse-fleet.js';
import { type HttpRequest, handleRequest, type Reply } from './handle-request.js';
import { startHttpServer } from './http-server.js';
import { type ClockOptions, createPump, thisMachine } from './pump.js';
import { createScheduler } from './scheduler.js';
import { createWorld } from './world.js';

export interface EmulatorOptions {
  /** Left out, only this machine can connect: 127.0.0.1. */
  readonly host?: string;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  readonly clock: ClockOptions;
  /** Decides every random number; 1 when left out. */
  readonly seed?: number;
  /** Simulated devices, in the default region. */
  readonly fleet?: Fleet;
  /** The region of unsigned requests; others are named by their signature. */
  readonly region?: string;
  readonly account?: string;
}

export interface Emulator {
  /** The URL that AWS clients take for both services. */
  readonly endpoint: string;
  readonly port: number;
  readonly clock: {
    /** The emulator's time, in milliseconds since the epoch. */
    now(): number;
    /** Moves a manual clock on; whatever falls due happens before it returns. Throws for other clocks. */
    advance(ms: number): void;
  };
  /** Empties every region, leaving a simulated fleet as it was at the start. Time goes on. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts an emulator and returns it when its port is open. */
export async function createEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, clock, seed = 1, fleet, region = 'us-east-1' } = options;
  const { account = '123456789012' } = options;
  if (clock.mode === 'accelerated' && !(clock.speed > 0)) throw new RangeError('The speed of a clock must be above 0.');
  const start = clock.mode === 'manual' && clock.start !== undefined ? clock.start : thisMachine.now();
  const scheduler = createScheduler(start, () => pump.rearm());
  const pump = createPump(clock, scheduler, thisMachine);
  const newWorld = (address: string) =>
    createWorld({ defaultRegion: region, account, seed, fleet }, scheduler, address);
  let world = newWorld(host);

  function reset(): void {
    scheduler.clear();
    world = newWorld(world.endpointAddress);
    pump.rearm();
  }

  const administered: Administered = { scheduler, clockMode: clock.mode, world: () => world, reset };

  function reply(request: HttpRequest): Reply {
    pump.settle();
    if (request.target.startsWith('/_emulator/')) return { answer: handleAdmin(administered, request), delayMs: 0 };
    return handleRequest(world, region, request);
  }

  const server = await startHttpServer(host, port, reply);
  world.endpointAddress = `${host.includes(':') ? `[${host}]` : host}:${server.port}`;
  return {
    endpoint: `http://${world.endpointAddress}`,
    port: server.port,
    clock: {
      now() {
        pump.settle();
        return scheduler.now();
      },
      advance(ms) {
        if (clock.mode !== 'manual') throw new Error(`Only a manual clock can be moved; this one is ${clock.mode}.`);
        scheduler.runUntil(scheduler.now() + ms);
      },
    },
    reset,
    async close() {
      pump.stop();
      scheduler.clear();
      await server.close();
    },
  };
}
