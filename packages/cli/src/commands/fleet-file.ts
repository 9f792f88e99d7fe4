/** The simulated fleet of a YAML file, or what is wrong with it at its line. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Fleet, type FleetProblem, parseFleet } from '@iot-rollouts/emulator';
import { CannotRun } from '../host.js';

/** Returns the fleet that a file describes. Throws a {@link CannotRun} that names every problem. */
export async function readFleet(cwd: string, file: string): Promise<Fleet> {
  const { text, value } = await readYaml(cwd, file);
  const parsed = parseFleet(value);
  if ('fleet' in parsed) return parsed.fleet;
  const placed = await placedProblems(file, text, parsed.problems);
  throw new CannotRun(`${file} describes no fleet:\n${placed.map((line) => `  ${line}`).join('\n')}`);
}

async function readYaml(cwd: string, file: string): Promise<{ readonly text: string; readonly value: unknown }> {
  // Loaded here, because an emulator without a fleet starts quicker without it.
  const { CORE_SCHEMA, load } = await import('js-yaml');
  try {
    const text = await readFile(resolve(cwd, file), 'utf8');
    return { text, value: load(text, { schema: CORE_SCHEMA, filename: file }) };
  } catch (error) {
    throw new CannotRun(`the fleet ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Returns the problems with their places, `fleet.yaml:4:15: …`. Places are looked for only now that there is a problem. */
async function placedProblems(
  file: string,
  text: string,
  problems: readonly FleetProblem[],
): Promise<readonly string[]> {
  const { parseFile } = await import('@iot-rollouts/validation');
  const document = parseFile(file, text).documents[0];
  return problems.map(({ path, message }) => {
    let [node, place] = [document?.root, document?.root];
    for (const part of path) {
      const holder = node?.kind === 'alias' ? node.target : node;
      if (holder?.kind === 'map') {
        const entry = holder.entries.get(String(part));
        // A member that is missing is shown at the object that lacks it.
        [node, place] = [entry?.value, entry?.key ?? place];
      } else if (holder?.kind === 'list') {
        node = holder.items[Number(part)];
        place = node ?? place;
      }
    }
    if (document === undefined || place === undefined) return `${file}: ${message}`;
    const { line, column } = document.source.positionAt(place.start);
    return `${file}:${line}:${column}: ${message}`;
  });
}
