/** The settings of a tree. */
import type { Diagnostic } from '../diagnostic.js';
import { defaultSettings, type Settings, settingsFile } from '../settings.js';
import { parseSettings } from '../settings-file.js';
import { unreadableFile } from '../unreadable.js';
import type { SourceTree } from './source-tree.js';

/** What a tree's settings file says, and what is wrong with it. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
  /** The file's text, for code frames; absent when there is none. */
  readonly text?: string;
}

/** The settings of `iot-rollouts.config.yaml` at the root of the tree; the defaults when there is no such file. */
export async function loadSettings(tree: SourceTree): Promise<LoadedSettings> {
  const result = await tree.read(settingsFile);
  if ('text' in result) {
    const { value: settings = defaultSettings, diagnostics } = parseSettings(settingsFile, result.text);
    return { settings, diagnostics, text: result.text };
  }
  const diagnostics = result.problem === 'missing' ? [] : [unreadableFile(settingsFile, result)];
  return { settings: defaultSettings, diagnostics };
}
