import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import {
  type CommandName,
  commandHelp,
  commands,
  helpText,
  numberOption,
  readArguments,
  wholeNumberOption,
} from '../src/arguments.js';
import { CannotRun, type Host } from '../src/host.js';
import { runCli } from '../src/run.js';

const names = Object.keys(commands) as CommandName[];

/** Options that exist and that do not, with and without values, and anything else. */
const argument = fc.oneof(
  fc.string(),
  fc.string().map((text) => `--${text}`),
  fc.constantFrom(...names.flatMap((name) => Object.keys(commands[name].options).map((option) => `--${option}`))),
  fc.constantFrom('--', '-', '--=', '-x', '--__proto__', '--constructor=1', '--format=', '--no-all'),
);

function hostOf(argv: readonly string[]): { host: Host; stderr: () => string; stdout: () => string } {
  let [stdout, stderr] = ['', ''];
  const host: Host = {
    argv,
    cwd: '/nowhere',
    rulePages: new URL('file:///nowhere/'),
    env: {},
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    now: () => 0,
    isTerminal: false,
    isErrorTerminal: false,
    signal: new AbortController().signal,
    sleep: async () => {},
  };
  return { host, stdout: () => stdout, stderr: () => stderr };
}

describe('arguments', () => {
  it('are read, or refused with CannotRun and nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(argument, { maxLength: 5 }), (name, argv) => {
        try {
          const { positionals, values } = readArguments(name, argv);
          expect(positionals.every((it) => typeof it === 'string')).toBe(true);
          expect([...Object.keys(commands[name].options), 'debug']).toEqual(
            expect.arrayContaining(Object.keys(values)),
          );
        } catch (error) {
          expect(error).toBeInstanceOf(CannotRun);
        }
      }),
    );
  });

  it('name what is meant by a misspelt option, word or command', async () => {
    expect(() => readArguments('plan', ['--ofline'])).toThrow('unknown option --ofline; did you mean --offline?');
    expect(() => readArguments('plan', ['--format', 'jsno'])).toThrow(
      'must be one of pretty, json, markdown, not jsno',
    );
    const { host, stderr } = hostOf(['vlidate']);
    expect(await runCli(host)).toBe(3);
    expect(stderr()).toContain('unknown command vlidate; did you mean validate?');
  });

  it('of an unknown command end with exit code 3 and one message, whatever the command is called', async () => {
    const unknown = fc.string().filter((name) => !names.includes(name as CommandName) && !isHelp(name));
    await fc.assert(
      fc.asyncProperty(unknown, async (name) => {
        const { host, stderr } = hostOf([name]);
        expect(await runCli(host)).toBe(3);
        expect(stderr()).toMatch(/^iot-rollouts: (unknown command|the command comes first)/);
      }),
    );
  });

  it('that begin with an option are told to begin with the command', async () => {
    const { host, stderr } = hostOf(['--format', 'json', 'plan']);
    expect(await runCli(host)).toBe(3);
    expect(stderr()).toContain('the command comes first, before --format');
  });

  it('without a command print the help and end with exit code 3', async () => {
    const { host, stdout } = hostOf([]);
    expect(await runCli(host)).toBe(3);
    expect(stdout()).toBe(helpText());
  });
});

describe('numbers', () => {
  const args = (value: string) => ({ positionals: [], values: { n: value } });

  it('are read as they are written, whole ones from 0 to their greatest', () => {
    expect(numberOption(args('0.5'), 'n', 0.05)).toBe(0.5);
    expect(wholeNumberOption(args('65535'), 'n', 65_535)).toBe(65_535);
    expect(wholeNumberOption({ positionals: [], values: {} }, 'n', 1)).toBeUndefined();
  });

  it.each(['', ' ', 'x', '-1', '1e400', 'NaN', '65536', '1.5'])('are refused when they are %j', (text) => {
    expect(() => wholeNumberOption(args(text), 'n', 65_535)).toThrow('--n must be a whole number from 0 to 65535, not');
    if (Number.isFinite(Number(text)) && Number(text) > 1) return;
    expect(() => numberOption(args(text), 'n', 0.05)).toThrow('--n must be a number of at least 0.05, not');
  });
});

describe('the version', () => {
  it('is that of the package', async () => {
    for (const word of ['--version', '-V']) {
      const { host, stdout, stderr } = hostOf([word]);
      expect(await runCli(host)).toBe(0);
      expect(stdout()).toBe(`${packageJson.version}\n`);
      expect(stderr()).toBe('');
    }
  });
});

describe('help', () => {
  it('lists every command', async () => {
    for (const word of ['--help', '-h', 'help']) {
      const { host, stdout } = hostOf([word]);
      expect(await runCli(host)).toBe(0);
      for (const name of names) expect(stdout()).toContain(`  ${name}`);
    }
  });

  it.each(names)('of %s tells its options and runs nothing', async (name) => {
    const { host, stdout, stderr } = hostOf([name, '--help']);
    expect(await runCli(host)).toBe(0);
    expect(stdout()).toBe(commandHelp(name));
    for (const option of Object.keys(commands[name].options)) expect(stdout()).toContain(`--${option}`);
    expect(stderr()).toBe('');
  });
});

function isHelp(name: string): boolean {
  return ['--help', '-h', 'help', '--version', '-V'].includes(name);
}
