/** Prints the notes of a release, `release-notes.mjs v1.2.3`: what the packages' changelogs say of this version, each once. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string', default: fileURLToPath(new URL('../', import.meta.url)) } },
});
const version = (positionals[0] ?? '').replace(/^v/, '');
const packages = join(values.root, 'packages');
const found = new Map();
for (const folder of readdirSync(packages)) {
  for (const [heading, entry] of entriesOf(join(packages, folder, 'CHANGELOG.md'))) {
    found.set(heading, (found.get(heading) ?? new Set()).add(entry));
  }
}
const sections = ['Major Changes', 'Minor Changes', 'Patch Changes']
  .filter((heading) => found.has(heading))
  .map((heading) => `## ${heading}\n\n${[...found.get(heading)].join('\n')}\n`);
console.log(sections.join('\n') || 'No change that a user would notice.');

/** Headings and entries of this version's section; that a package follows another's version is no news. */
function* entriesOf(file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const section = text.split(/^## /m).find((part) => part.startsWith(`${version}\n`)) ?? '';
  for (const part of section.split(/^### /m).slice(1)) {
    const [heading, ...lines] = part.split('\n');
    for (const entry of lines.join('\n').split(/^(?=- )/m)) {
      if (entry.startsWith('- ') && !/^- (Updated dependencies|\S+@\d\S*\s*$)/.test(entry))
        yield [heading, entry.trimEnd()];
    }
  }
}
