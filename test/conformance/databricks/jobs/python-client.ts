import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

const ROOT = join(__dirname, '../../../..');
const PYTHON = join(ROOT, 'build/python/bin/python');
/** Excludes the settings of the user who runs the tests. */
const ENVIRONMENT = { PATH: process.env['PATH'], HOME: '/nonexistent' };

/** Why Databricks' own clients are not installed, or undefined. */
export function missingClient(): string | undefined {
  if (!existsSync(PYTHON)) return `${PYTHON} (run test/testing/python/install.sh)`;
  try {
    execFileSync(PYTHON, ['-c', 'from importlib.metadata import version as v; v("databricks-sdk"), v("databricks-bundles")'], { stdio: 'pipe' }); // prettier-ignore
    return undefined;
  } catch (error) {
    return `the Python packages databricks-sdk and databricks-bundles: ${String(error)}`;
  }
}

/** Reads the jobs of a bundle with Databricks' own types; throws with the fields that they refuse. */
export function checkBundle(jobs: unknown): unknown {
  const output = execFileSync(PYTHON, [join(__dirname, 'python/check_bundle.py')], {
    input: JSON.stringify(jobs),
    encoding: 'utf8',
    stdio: 'pipe',
    env: ENVIRONMENT,
  });
  return JSON.parse(output) as unknown;
}

/** One Python process for many calls, because it takes seconds to start. */
export class PythonClient {
  readonly #child: ChildProcess;
  readonly #lines: Interface;

  constructor() {
    const child = spawn(PYTHON, [join(__dirname, 'python/drive_sdk.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: ENVIRONMENT,
    });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout });
  }

  /** Runs one call at a time. */
  async call(request: {
    readonly url: string;
    readonly token: string;
    readonly call: string;
    readonly args: object;
  }): Promise<unknown> {
    const answered = once(this.#lines, 'line');
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const [line] = (await answered) as [string];
    return JSON.parse(line) as unknown;
  }

  async close(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await exited;
  }
}
