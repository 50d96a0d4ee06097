import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');

/** What a fake tool answers to a command; the first rule that fits counts. A command without a rule ends with 64. */
export interface Rule {
  /** A regular expression over the tool and its arguments, parted by spaces. */
  readonly on: string;
  /** Fits only after a rule with this `sets` was used. */
  readonly when?: string;
  /** Fits only before. */
  readonly unless?: string;
  readonly sets?: string;
  readonly says?: unknown;
  readonly code?: number;
  readonly stderr?: string;
  /** Fits so many times. */
  readonly times?: number;
}

export interface Call {
  readonly tool: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface HookResult {
  readonly code: number | null;
  readonly output: string;
  /** The commands of this run, in their order. */
  readonly calls: readonly Call[];
}

/** Environment variables that the fake tools write down, so that tests see how a tool signs in. */
const SEEN = ['DATABRICKS_HOST', 'DATABRICKS_AUTH_TYPE', 'DATABRICKS_AZURE_RESOURCE_ID', 'LIVE_SINKS'];

/** A file that gets the commands of every test, one JSON a line. */
const RECORD = process.env['SLUICE_RECORD_CALLS'];

const TOOL = `#!${process.execPath}
const fs = require('node:fs');
const path = require('node:path');
const folder = path.dirname(__dirname);
const tool = path.basename(process.argv[1]);
const args = process.argv.slice(2);
const input = fs.readFileSync(0, 'utf8');
const env = {};
for (const name of ${JSON.stringify(SEEN)}) if (process.env[name] !== undefined) env[name] = process.env[name];
// Hooks call tools beside each other: one at a time reads and writes what the cloud remembers.
const lock = path.join(folder, 'lock');
const idle = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  try {
    fs.mkdirSync(lock);
    break;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    Atomics.wait(idle, 0, 0, 5);
  }
}
process.on('exit', () => fs.rmdirSync(lock));
fs.appendFileSync(path.join(folder, 'calls.jsonl'), JSON.stringify({ tool, args, input, env }) + '\\n');
const { SLUICE_RECORD_CALLS: record, SLUICE_RECORD_HOOK: hook } = process.env;
if (record !== undefined) fs.appendFileSync(record, JSON.stringify({ hook, tool, args }) + '\\n');
const rules = JSON.parse(fs.readFileSync(path.join(folder, 'rules.json'), 'utf8'));
const stateFile = path.join(folder, 'state.json');
const state = fs.existsSync(stateFile) ? JSON.parse(fs.readFileSync(stateFile, 'utf8')) : { set: [], used: {} };
const text = [tool, ...args].join(' ');
const index = rules.findIndex((rule, i) =>
  new RegExp(rule.on).test(text) &&
  (rule.when === undefined || state.set.includes(rule.when)) &&
  (rule.unless === undefined || !state.set.includes(rule.unless)) &&
  (rule.times === undefined || (state.used[i] ?? 0) < rule.times));
if (index < 0) {
  process.stderr.write('the test has no answer to: ' + text);
  process.exit(64);
}
const rule = rules[index];
state.used[index] = (state.used[index] ?? 0) + 1;
if (rule.sets !== undefined) state.set.push(rule.sets);
fs.writeFileSync(stateFile, JSON.stringify(state));
if (rule.says !== undefined) process.stdout.write(typeof rule.says === 'string' ? rule.says : JSON.stringify(rule.says));
if (rule.stderr !== undefined) process.stderr.write(rule.stderr);
process.exit(rule.code ?? 0);
`;

/** A machine with fake command-line tools, and a cloud that remembers what was done to it. */
export class FakeClouds {
  readonly folder = mkdtempSync(join(tmpdir(), 'sluice-hooks-'));
  readonly #path = join(this.folder, 'bin');

  constructor(
    rules: readonly Rule[],
    tools: readonly string[] = ['az', 'azd', 'databricks', 'sqlcmd', 'npm'],
  ) {
    mkdirSync(this.#path);
    for (const tool of tools) {
      writeFileSync(join(this.#path, tool), TOOL);
      chmodSync(join(this.#path, tool), 0o755);
    }
    writeFileSync(join(this.folder, 'rules.json'), JSON.stringify(rules));
  }

  /** A file of the project that the hook works on. */
  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  read(file: string): string | undefined {
    return existsSync(join(this.folder, file)) ? readFileSync(join(this.folder, file), 'utf8') : undefined;
  }

  /** Runs a hook as azd does: with the values of the azd environment as environment variables. */
  async run(
    hook: string,
    environment: Readonly<Record<string, string>>,
    args: readonly string[] = [],
  ): Promise<HookResult> {
    writeFileSync(join(this.folder, 'calls.jsonl'), '');
    const child = spawn(process.execPath, [join(ROOT, 'hooks', hook), ...args], {
      env: {
        PATH: this.#path,
        SLUICE_HOOKS_WAIT_SECONDS: '0.01',
        SLUICE_PROJECT: this.folder,
        TMPDIR: this.folder,
        // Where all commands of a whole run are kept: test/azure holds them against the tools themselves.
        ...(RECORD !== undefined && { SLUICE_RECORD_CALLS: RECORD, SLUICE_RECORD_HOOK: hook }),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => (output += chunk));
    }
    const code = await new Promise<number | null>((done) => child.on('close', done));
    const calls = readFileSync(join(this.folder, 'calls.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Call);
    return { code, output, calls };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A call as one line of text. */
export const lineOf = ({ tool, args }: Call): string => [tool, ...args].join(' ');
