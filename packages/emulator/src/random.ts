/** Seeded random numbers, so that a run can be repeated, and continued where it was left. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  fraction(): number;
  /** A whole number between two bounds, both included. */
  integer(min: number, max: number): number;
  /** A number of the standard normal distribution: mean 0, deviation 1. */
  normal(): number;
  /** A UUID, version 4 in form. */
  uuid(): string;
  /** What the coming numbers follow from; {@link restoredRandom} goes on from it. */
  state(): readonly number[];
}

type Generator = ReturnType<typeof xoroshiro128plus>;

/** Returns a generator whose numbers follow from the seed alone. */
export function createRandom(seed: number): Random {
  return randomOf(xoroshiro128plus(seed));
}

/** Returns a generator that goes on where another was. */
export function restoredRandom(state: readonly number[]): Random {
  return randomOf(xoroshiro128plusFromState(state));
}

function randomOf(generator: Generator): Random {
  return {
    fraction: () => uniformFloat64(generator),
    integer: (min, max) => uniformInt(generator, min, max),
    normal() {
      // Box and Muller; 1 - fraction is never 0.
      const [radius, angle] = [1 - uniformFloat64(generator), uniformFloat64(generator)];
      return Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * angle);
    },
    uuid() {
      const words = Array.from({ length: 4 }, () => (generator.next() >>> 0).toString(16).padStart(8, '0')).join('');
      const hex = `${words.slice(0, 12)}4${words.slice(13, 16)}a${words.slice(17)}`;
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    },
    state: () => generator.getState(),
  };
}

/** Returns a seed that follows from another and a text (FNV-1a, 32 bits). */
export function derivedSeed(seed: number, text: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
