/** Names that devices or other software take for something else: the job's own, and its namespace. */
import type { Finding } from '../finding.js';
import type { Rule } from './rule.js';

/** Segments of the MQTT topics that stand where a jobId stands too (JOB-RES-11). */
const topicWords: ReadonlySet<string> = new Set(['get', 'start-next', 'notify', 'notify-next']);

/** Whether a job's name is a word of the topics, and its namespace one that its devices listen to. */
export const nameRule: Rule = (subject) => {
  if (subject.kind !== 'Job') return [];
  const findings: Finding[] = [];
  if (subject.name !== undefined && topicWords.has(subject.name)) {
    findings.push({
      rule: 'identity/topic-word',
      pointer: '/metadata/name',
      on: 'value',
      message: `a job named ${subject.name} shares its MQTT topics with those of the word ${subject.name}`,
      help: 'Name the job by what it installs: thermostat-2-4-1.',
    });
  }
  const namespace = namespaceFinding(subject.spec.namespaceId);
  return namespace === undefined ? findings : [...findings, namespace];
};

/** JOB-NS-01, JOB-NS-04: only Greengrass listens on the topics of a namespace. */
function namespaceFinding(namespace: string | undefined): Finding | undefined {
  if (namespace === undefined) return undefined;
  const place = { pointer: '/spec/namespaceId', on: 'value' } as const;
  if (namespace === 'aws-gg-deployment') {
    return {
      rule: 'namespace/greengrass',
      ...place,
      message: `${namespace} is the namespace of AWS IoT Greengrass, which keeps its own record of deployments`,
      help: 'Create the deployment with CreateDeployment of Greengrass; for other jobs remove namespaceId.',
    };
  }
  return {
    rule: 'namespace/unheard',
    ...place,
    message: `in the namespace ${namespace} the job is not seen on the ordinary topics of its devices`,
    help: 'Remove namespaceId, unless the software on the devices listens to that namespace.',
  };
}
