/**
 * The job templates that AWS provides, as its guide describes them (JOB-MNG-01 to 03, JOB-MNG-07): all are written for
 * the AWS IoT Device Client on Linux.
 */

/** A parameter of a managed template. */
export interface ManagedParameter {
  readonly name: string;
  readonly required: boolean;
  /** What a value must match as a whole; absent where AWS publishes no restriction. */
  readonly pattern?: RegExp;
  readonly example: string;
}

/** A job template of AWS. */
export interface ManagedTemplate {
  readonly name: string;
  readonly versions: readonly string[];
  readonly environments: readonly string[];
  /** The name of the step in its document. */
  readonly operation: string;
  /** The handler that its step runs; absent where it runs a command. */
  readonly handler?: string;
  readonly parameters: readonly ManagedParameter[];
}

const runAsUser: ManagedParameter = {
  name: 'runAsUser',
  required: false,
  pattern: /^.{0,256}$/s,
  example: 'user1',
};

const pathToHandler: ManagedParameter = {
  name: 'pathToHandler',
  required: false,
  pattern: /^.{0,4096}$/s,
  example: '/path/to/handler/script',
};

const downloadUrl = required('downloadUrl', 'https://www.example.com/index.html');
const filePath = required('filePath', '/path/to/file');
const packages = required('packages', 'nginx curl');
const services = required('services', 'nginx sshd');
const command = required('command', 'ls,-l');

/** Every managed template that AWS documents. */
export const managedTemplates: readonly ManagedTemplate[] = [
  handlerTemplate('Reboot', 'reboot.sh', []),
  handlerTemplate('Download-File', 'download-file.sh', [downloadUrl, filePath]),
  handlerTemplate('Install-Application', 'install-packages.sh', [packages]),
  handlerTemplate('Remove-Application', 'remove-packages.sh', [packages]),
  handlerTemplate('Start-Application', 'start-services.sh', [services]),
  handlerTemplate('Stop-Application', 'stop-services.sh', [services]),
  handlerTemplate('Restart-Application', 'restart-services.sh', [services]),
  { ...base('Run-Command'), parameters: [command, runAsUser] },
];

/** The managed template of a name. */
export function managedTemplate(name: string): ManagedTemplate | undefined {
  return managedTemplates.find((template) => template.name === name);
}

function required(name: string, example: string): ManagedParameter {
  return { name, required: true, example };
}

function base(operation: string): Omit<ManagedTemplate, 'parameters'> {
  return { name: `AWS-${operation}`, versions: ['1.0'], environments: ['LINUX'], operation };
}

function handlerTemplate(operation: string, handler: string, own: readonly ManagedParameter[]): ManagedTemplate {
  return { ...base(operation), handler, parameters: [...own, runAsUser, pathToHandler] };
}
