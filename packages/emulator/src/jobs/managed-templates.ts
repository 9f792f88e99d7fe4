/** The templates that AWS provides, as data (JOB-MNG-01 to 03). They exist in every region (JOB-MNG-08). */
import type { Place } from '../arn.js';

export interface TemplateParameter {
  readonly key: string;
  readonly description: string;
  readonly regex: string;
  readonly example: string;
  readonly optional: boolean;
}

export interface ManagedTemplate {
  readonly templateName: string;
  readonly templateVersion: string;
  readonly description: string;
  readonly environments: readonly string[];
  readonly documentParameters: readonly TemplateParameter[];
  readonly document: string;
}

const runAsUser = parameter('runAsUser', 'The user that runs the handler', 'user1', '(.){0,256}', true);
const pathToHandler = parameter(
  'pathToHandler',
  'The path of the folder that holds the handler',
  '/path/to/handler/script',
  '(.){0,4096}',
  true,
);
const downloadUrl = parameter('downloadUrl', 'The URL of the file', 'http://www.example.com/index.html');
const filePath = parameter('filePath', 'Where the file goes', '/path/to/file');
const packages = parameter('packages', 'Package names, separated by spaces', 'nginx curl');
const services = parameter('services', 'Service names, separated by spaces', 'nginx sshd');
const command = parameter('command', 'The words of the command, separated by commas', 'ls,-l');

function parameter(
  key: string,
  description: string,
  example: string,
  regex = '(.*?)',
  optional = false,
): TemplateParameter {
  return { key, description, regex, example, optional };
}

/** Every managed template; each has one version, which is also the default. */
export const managedTemplates: readonly ManagedTemplate[] = [
  handlerTemplate('Reboot', 'rebooting the device', 'reboot.sh', []),
  handlerTemplate('Download-File', 'downloading a file', 'download-file.sh', [downloadUrl, filePath]),
  handlerTemplate('Install-Application', 'installing one or more applications', 'install-packages.sh', [packages]),
  handlerTemplate('Remove-Application', 'uninstalling one or more applications', 'remove-packages.sh', [packages]),
  handlerTemplate('Start-Application', 'starting one or more system services', 'start-services.sh', [services]),
  handlerTemplate('Stop-Application', 'stopping one or more system services', 'stop-services.sh', [services]),
  handlerTemplate('Restart-Application', 'restarting one or more system services', 'restart-services.sh', [services]),
  template('Run-Command', 'running a shell command', [command, runAsUser], {
    name: 'Run-Command',
    type: 'runCommand',
    input: { command: placeholder('command') },
    runAsUser: placeholder('runAsUser'),
  }),
];

function handlerTemplate(
  name: string,
  purpose: string,
  handler: string,
  required: readonly TemplateParameter[],
): ManagedTemplate {
  const args = required.length === 0 ? {} : { args: required.map(({ key }) => placeholder(key)) };
  return template(name, purpose, [...required, pathToHandler, runAsUser], {
    name,
    type: 'runHandler',
    input: { handler, ...args, path: placeholder('pathToHandler') },
    runAsUser: placeholder('runAsUser'),
  });
}

function template(
  name: string,
  purpose: string,
  documentParameters: readonly TemplateParameter[],
  action: object,
): ManagedTemplate {
  return {
    templateName: `AWS-${name}`,
    templateVersion: '1.0',
    description: `A managed job template for ${purpose}.`,
    environments: ['LINUX'],
    documentParameters,
    document: JSON.stringify({ version: '1.0', steps: [{ action }] }),
  };
}

function placeholder(key: string): string {
  return `\${aws:iot:parameter:${key}}`;
}

/** Returns the ARN of a managed template: no account, and the version after a colon (JOB-RES-03). */
export function managedTemplateArn(place: Place, { templateName, templateVersion }: ManagedTemplate): string {
  return `arn:${place.partition}:iot:${place.name}::jobtemplate/${templateName}:${templateVersion}`;
}

/** Returns the managed template of an ARN, or undefined; the version must be named (JOB-MNG-09). */
export function managedTemplateOf(place: Place, arn: string): ManagedTemplate | undefined {
  return managedTemplates.find((managed) => managedTemplateArn(place, managed) === arn);
}
