/** `forecast`: how fast jobs spread, and how many devices a bad image reaches; from the manifests alone. */
import { forecastManifests, markdownText } from '@iot-rollouts/reconcile';
import { printable } from '@iot-rollouts/validation';
import { type Arguments, numberOption } from '../arguments.js';
import type { ExitCode, Host } from '../host.js';
import { loadWorkingTree, reportFindings } from '../project.js';

export async function run(args: Arguments, host: Host): Promise<ExitCode> {
  const { report, manifests } = await loadWorkingTree(args, host);
  if (reportFindings(report, host)) return 1;
  const forecasts = forecastManifests(manifests, numberOption(args, 'devices', 0));
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
