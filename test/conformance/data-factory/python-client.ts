import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { type JsonObject } from '../../../local/kit';

const PYTHON = join(__dirname, '../../../build/python/bin/python');
/** Excludes the settings of the user who runs the tests. */
const ENVIRONMENT = { PATH: process.env['PATH'], HOME: '/nonexistent' };

/** Why Microsoft's own client is not installed, or undefined. */
export function missingClient(): string | undefined {
  if (!existsSync(PYTHON)) return `${PYTHON} (run test/testing/python/install.sh)`;
  try {
    execFileSync(PYTHON, ['-c', 'import azure.mgmt.datafactory'], { stdio: 'pipe', env: ENVIRONMENT });
    return undefined;
  } catch (error) {
    return `the Python package azure-mgmt-datafactory: ${String(error)}`;
  }
}

export interface Definition {
  /** Name of the client's type: `Pipeline`, `Dataset`, `LinkedService` or `IntegrationRuntime`. */
  readonly kind: string;
  readonly name: string;
  readonly properties: unknown;
}

/** Properties of definitions that the types of Microsoft's own client do not have. */
export function unknownProperties(definitions: readonly Definition[]): readonly string[] {
  const output = execFileSync(PYTHON, [join(__dirname, 'python/check_definitions.py')], {
    input: JSON.stringify(definitions),
    encoding: 'utf8',
    stdio: 'pipe',
    env: ENVIRONMENT,
  });
  return JSON.parse(output) as string[];
}

/** One Python process for many calls, because it takes seconds to start. */
export class PythonClient {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #exited: Promise<unknown>;

  constructor() {
    const child = spawn(PYTHON, [join(__dirname, 'python/drive_sdk.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: ENVIRONMENT,
    });
    this.#child = child;
    this.#exited = once(child, 'exit');
    this.#lines = createInterface({ input: child.stdout });
  }

  /**
   * Runs one call at a time; rejects if the process has ended. Returns `{answer}`, or `{error, status,
   * code}`.
   */
  async call(request: {
    readonly endpoint: string;
    readonly factory: string;
    readonly token: string;
    readonly call: string;
    readonly args: JsonObject;
  }): Promise<JsonObject> {
    const ended = this.#exited.then(() => {
      throw new Error('the Python client has ended');
    });
    const answered = once(this.#lines, 'line');
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const [line] = (await Promise.race([answered, ended])) as [string];
    return JSON.parse(line) as JsonObject;
  }

  async close(): Promise<void> {
    this.#child.stdin?.end();
    await this.#exited;
  }
}
