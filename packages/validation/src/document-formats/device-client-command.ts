/** Commands of the AWS IoT Device Client: words separated by commas, run without a shell. */
import { type JsonObject, member, type Report, written } from './format.js';

const shells = /(?:^|\/)(?:sh|bash|dash|ash|zsh|ksh|busybox|env|python\d?|perl)$/;

/** Characters that mean something to a shell only. */
const shellSyntax = /[|<>$*`;]|&&/;

/** Reports a command that the client refuses or takes otherwise than it looks. */
export function checkCommand(input: JsonObject, pointer: string, report: Report): void {
  const command = member(input, 'command');
  if (typeof command !== 'string' || command.trim() === '') {
    const at = { pointer: command === undefined ? pointer : `${pointer}/command` };
    report(
      'device-client/action',
      at,
      `command must be a text, not ${written(command)}`,
      'Write words separated by commas: "ls,-l".',
    );
    return;
  }
  checkCommandText(command, `${pointer}/command`, report);
}

/** Reports what is wrong with the text of a command, wherever it is written. */
export function checkCommandText(command: string, pointer: string, report: Report): void {
  const words = command
    .split(/(?<!\\),/)
    .map((word) => word.replaceAll('\\,', ',').trim())
    .filter((word) => word !== '');
  const [program] = words;
  if (program === undefined) {
    const message = `command ${written(command)} has no word in it`;
    report('device-client/action', { pointer }, message, 'Write words separated by commas: "ls,-l".');
    return;
  }
  if (/\s/.test(program)) {
    const syntax = shellSyntax.exec(command)?.[0];
    const message = `the client takes ${written(program)} for the name of one program, since words are separated by commas`;
    const help =
      syntax === undefined || command.includes('${aws:iot:')
        ? `Write ${written(command.trim().replaceAll(/\s+/g, ','))}.`
        : `Only a shell understands ${syntax}: write ${written(`/bin/sh,-c,${command.trim().replaceAll(/(?<!\\),/g, '\\,')}`)}.`;
    report('device-client/command', { pointer }, message, help);
    return;
  }
  if (/(?:^|\/)sudo$/.test(program)) {
    const message = 'sudo in a command asks for a password where there is nobody to type it';
    report('device-client/sudo', { pointer }, message, 'Remove it, and write runAsUser: "root" beside input.');
    return;
  }
  const shell = shellSyntax.exec(words.join(' '))?.[0];
  if (shell === undefined || shells.test(program) || command.includes('${aws:iot:')) return;
  const message = `the command runs without a shell, so ${shell} is plain text to ${program}`;
  const help = `Write "/bin/sh,-c,…", with a backslash before each comma of the script.`;
  report('device-client/shell', { pointer }, message, help);
}
