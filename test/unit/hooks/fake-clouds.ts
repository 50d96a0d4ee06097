import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { appendJson, FakeTools, type ToolAnswer, type ToolCall } from '../../testing/fake-tools';

const ROOT = resolve(__dirname, '../../..');

/** The answer of a fake tool to a command; the first matching rule counts. A command without a rule ends with 64. */
export interface Rule {
  /** A regular expression over the tool and its arguments, separated by spaces. */
  readonly on: string;
  /** Matches only after a rule with this `sets` was used. */
  readonly when?: string;
  /** Matches only before. */
  readonly unless?: string;
  readonly sets?: string;
  readonly says?: unknown;
  readonly code?: number;
  readonly stderr?: string;
  /** Matches this many times. */
  readonly times?: number;
}

export type Call = ToolCall;

export interface HookResult {
  readonly code: number | null;
  readonly output: string;
  /** The commands of this run, in their order. */
  readonly calls: readonly Call[];
}

/** Environment variables that the fake tools record, so that tests see how a tool signs in. */
const SEEN = ['DATABRICKS_HOST', 'DATABRICKS_AUTH_TYPE', 'DATABRICKS_AZURE_RESOURCE_ID', 'LIVE_SINKS'];

/** A file for the commands of every test, one JSON object per line. */
const RECORD = process.env['SLUICE_RECORD_CALLS'];

/** A machine with fake command-line tools, and a cloud that keeps its changes. */
export class FakeClouds {
  readonly folder = mkdtempSync(join(tmpdir(), 'sluice-hooks-'));
  readonly #path = join(this.folder, 'bin');
  readonly #tools: FakeTools;
  readonly #rules: readonly Rule[];
  /** How often each rule was used. */
  readonly #used: number[] = [];
  /** Values that rules have set. */
  readonly #set = new Set<string>();
  #calls: Call[] = [];
  #hook = '';

  constructor(
    rules: readonly Rule[],
    tools: readonly string[] = ['az', 'azd', 'databricks', 'sqlcmd', 'npm'],
  ) {
    this.#rules = rules;
    this.#tools = new FakeTools(this.#path, { tools, seen: SEEN, answer: (call) => this.#answer(call) });
  }

  #answer(call: Call): ToolAnswer {
    this.#calls.push(call);
    // The file with all commands of a test run: test/azure checks them against the real tools.
    if (RECORD !== undefined) appendJson(RECORD, { hook: this.#hook, tool: call.tool, args: call.args });
    const text = lineOf(call);
    const index = this.#rules.findIndex(
      ({ on, when, unless, times }, at) =>
        new RegExp(on).test(text) &&
        (when === undefined || this.#set.has(when)) &&
        (unless === undefined || !this.#set.has(unless)) &&
        (times === undefined || (this.#used[at] ?? 0) < times),
    );
    const rule = this.#rules[index];
    if (rule === undefined) return { code: 64, stdout: '', stderr: `the test has no answer to: ${text}` };
    this.#used[index] = (this.#used[index] ?? 0) + 1;
    if (rule.sets !== undefined) this.#set.add(rule.sets);
    const { says = '', stderr = '', code = 0 } = rule;
    return { code, stdout: typeof says === 'string' ? says : JSON.stringify(says), stderr };
  }

  /** A file of the project that the hook changes. */
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
    this.#calls = [];
    this.#hook = hook;
    await this.#tools.start();
    const child = spawn(process.execPath, [join(ROOT, 'hooks', hook), ...args], {
      env: {
        PATH: this.#path,
        SLUICE_HOOKS_WAIT_SECONDS: '0.01',
        SLUICE_PROJECT: this.folder,
        TMPDIR: this.folder,
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
    return { code, output, calls: this.#calls };
  }

  close(): void {
    this.#tools.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A call as one line of text. */
export const lineOf = ({ tool, args }: Call): string => [tool, ...args].join(' ');
