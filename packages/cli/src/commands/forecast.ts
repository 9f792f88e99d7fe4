/** `forecast`: how fast jobs spread, and how many devices a bad image reaches; from the manifests alone. */
import { forecastManifests } from '@iot-rollouts/reconcile';
import { markdownText, printable } from '@iot-rollouts/validation';
import { type Arguments, wholeNumberOption } from '../arguments.js';
import type { ExitCode, Host } from '../host.js';
import { loadWorkingTree, reportFindings } from '../project.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const devices = wholeNumberOption(args, 'devices', Number.MAX_SAFE_INTEGER);
  const { report, manifests } = await loadWorkingTree(args, host);
  const exitCode = reportFindings(report, host);
  if (exitCode !== 0) return exitCode;
  const forecasts = forecastManifests(manifests, devices);
  if (args.values.format === 'json') {
    host.stdout(`${JSON.stringify({ formatVersion: 1, forecasts }, null, 2)}\n`);
    return 0;
  }
  const markdown = args.values.format === 'markdown';
  for (const { name, sentence } of forecasts) {
    host.stdout(
      markdown ? `**${markdownText(name)}** ${markdownText(sentence)}\n\n` : `${printable(name)}: ${sentence}\n`,
    );
  }
  return 0;
}
