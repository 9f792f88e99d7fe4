/** Where the page about a rule stands. */

const pages = 'https://github.com/iot-rollouts/iot-rollouts/blob/main/docs/rules';

/** Address of the page about a rule. */
export function rulePage(rule: string): string {
  return `${pages}/${rule}.md`;
}
