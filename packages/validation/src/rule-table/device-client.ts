/** Documents of the AWS IoT Device Client: what its code does, and where its README says otherwise. */
import { type RuleEntries, warning } from './entry.js';

const deviceClient = 'https://github.com/awslabs/aws-iot-device-client/tree/main/source/jobs';

export const deviceClientRules = {
  'device-client/version': warning(
    'version is the text "1.0"',
    'The client reads a document without it by its legacy schema, finds no operation and refuses it.',
    deviceClient,
    ['DOC-DC-01', 'DOC-DC-02'],
  ),
  'device-client/steps': warning(
    'steps is a list of objects with an action',
    'A step without action is passed over in silence; without any step the client refuses the document.',
    deviceClient,
    ['JOB-MNG-02', 'DOC-DC-03', 'DOC-DC-04'],
  ),
  'device-client/action': warning(
    'An action has a name, a type and its input',
    'The client refuses the document otherwise, and without input it may crash.',
    deviceClient,
    ['JOB-MNG-02', 'DOC-DC-05', 'DOC-DC-06', 'DOC-DCL-02'],
  ),
  'device-client/unknown-field': warning(
    'A field of an action is one that the client reads',
    'A misspelt field is passed over in silence.',
    deviceClient,
  ),
  'device-client/text-boolean': warning(
    'includeStdOut and ignoreStepFailure are texts',
    'The client looks for "true"; a boolean changes nothing.',
    deviceClient,
    ['DOC-DC-07', 'DOC-DC-08'],
  ),
  'device-client/args': warning(
    'args is a list of texts',
    'The client reads every argument as a text; what it makes of others is not defined.',
    deviceClient,
    ['DOC-DC-09'],
  ),
  'device-client/command': warning(
    'The words of a command are separated by commas',
    'The client takes a first word with spaces for the name of one program and refuses the document.',
    deviceClient,
    ['DOC-DC-10'],
  ),
  'device-client/shell': warning(
    'A command uses no features of a shell',
    'It runs without one: pipes, variables and globs are plain text.',
    deviceClient,
    ['DOC-DC-11'],
  ),
  'device-client/sudo': warning(
    'A command does not call sudo',
    'sudo may wait for a password; runAsUser asks for another user without one.',
    deviceClient,
    ['DOC-DC-15'],
  ),
  'device-client/allow-std-err': warning(
    'allowStdErr is left out',
    'With it, the client forgets the exit status of the step, which then counts as successful.',
    deviceClient,
    ['DOC-DC-12', 'DOC-DCL-04'],
  ),
  'device-client/handler-path': warning(
    'A handler has the path of its folder',
    'Without path it is looked for in PATH, where the handlers of the client are not.',
    deviceClient,
    ['JOB-MNG-07', 'DOC-DC-13'],
  ),
  'device-client/handler-name': warning(
    'A handler of the client is spelt as the client brings it along',
    'A misspelt one is not found, and the job fails on every device.',
    deviceClient,
    ['JOB-MNG-07', 'DOC-DC-22'],
  ),
  'device-client/conditions': warning(
    'A document relies on no conditions',
    'The client reads and never evaluates them.',
    deviceClient,
    ['DOC-DC-16'],
  ),
  'device-client/legacy': warning(
    'A document has the form 1.0',
    'AWS does not develop the first form further.',
    deviceClient,
    ['DOC-DCL-03'],
  ),
  'device-client/output-of-urls': warning(
    'includeStdOut is off where a document has presigned URLs',
    'What a handler prints goes into the status of the execution and into logs, URLs included.',
    deviceClient,
    ['DOC-DC-24'],
  ),
} as const satisfies RuleEntries;
