/** Documents of the AWS IoT Device Client: what its code does, and where its README says otherwise. */
import { type RuleEntries, warning } from './entry.js';

const deviceClient = 'https://github.com/awslabs/aws-iot-device-client/tree/main/source/jobs';

export const deviceClientRules = {
  'device-client/version': warning(
    'version is the text "1.0"',
    'The client reads a document without it by its legacy schema, finds no operation and refuses it.',
    deviceClient,
  ),
  'device-client/steps': warning(
    'steps is a list of objects with an action',
    'A step without action is passed over in silence; without any step the client refuses the document.',
    deviceClient,
    ['JOB-MNG-02'],
  ),
  'device-client/action': warning(
    'An action has a name, a type and its input',
    'The client refuses the document otherwise, and without input it may crash.',
    deviceClient,
    ['JOB-MNG-02'],
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
  ),
  'device-client/args': warning(
    'args is a list of texts',
    'The client reads every argument as a text; what it makes of others is not defined.',
    deviceClient,
  ),
  'device-client/command': warning(
    'The words of a command are separated by commas',
    'The client takes a first word with spaces for the name of one program and refuses the document.',
    deviceClient,
  ),
  'device-client/shell': warning(
    'A command uses no features of a shell',
    'It runs without one: pipes, variables and globs are plain text.',
    deviceClient,
  ),
  'device-client/sudo': warning(
    'A command does not call sudo',
    'sudo may wait for a password; runAsUser asks for another user without one.',
    deviceClient,
  ),
  'device-client/allow-std-err': warning(
    'allowStdErr is left out',
    'With it, the client forgets the exit status of the step, which then counts as successful.',
    deviceClient,
  ),
  'device-client/handler-path': warning(
    'A handler has the path of its folder',
    'Without path it is looked for in PATH, where the handlers of the client are not.',
    deviceClient,
    ['JOB-MNG-07'],
  ),
  'device-client/handler-name': warning(
    'A handler of the client is spelt as the client brings it along',
    'A misspelt one is not found, and the job fails on every device.',
    deviceClient,
    ['JOB-MNG-07'],
  ),
  'device-client/conditions': warning(
    'A document relies on no conditions',
    'The client reads and never evaluates them.',
    deviceClient,
  ),
  'device-client/legacy': warning(
    'A document has the form 1.0',
    'AWS does not develop the first form further.',
    deviceClient,
  ),
  'device-client/output-of-urls': warning(
    'includeStdOut is off where a document has presigned URLs',
    'What a handler prints goes into the status of the execution and into logs, URLs included.',
    deviceClient,
  ),
} as const satisfies RuleEntries;
