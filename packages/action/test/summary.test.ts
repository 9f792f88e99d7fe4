import { describe, expect, it } from 'vitest';
import type { ActionHost } from '../src/host.js';
import { readInputs } from '../src/inputs.js';
import { startStep } from '../src/step.js';

const mebibyte = 1024 * 1024;

describe('the job summary', () => {
  it('stays under what GitHub takes of a step, and says what is left out', async () => {
    const written: string[] = [];
    const host: ActionHost = {
      input: () => '',
      env: {},
      print: () => {},
      setOutput: () => {},
      writeSummary: async (markdown) => void written.push(markdown),
      readFile: async () => '',
      writeFile: async () => {},
      randomToken: () => 'token',
      now: () => 0,
      sleep: async () => {},
      signal: new AbortController().signal,
    };
    const { summarize } = startStep(readInputs(host.input), { name: 'schedule', payload: {} }, host);
    for (const letter of ['a', 'b', 'ü', 'd', 'e']) await summarize(letter.repeat(300_000));
    expect(Buffer.byteLength(written.join(''))).toBeLessThan(mebibyte);
    expect(written.map((text) => text[0])).toEqual(['a', 'b', '\n']);
    expect(written.at(-1)).toContain('see the plan file and the log');
  });
});
