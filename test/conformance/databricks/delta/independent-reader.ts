import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(__dirname, '../../../..');
const PYTHON = join(ROOT, 'build/python/bin/python');
const SCRIPT = join(ROOT, 'test/readers/delta_reader.py');

export interface ReaderView {
  readonly version: number;
  readonly schema: readonly {
    name: string;
    type: string;
    nullable: boolean;
    metadata: Record<string, string>;
  }[];
  /** Arrow's names of the types. */
  readonly types: Readonly<Record<string, string>>;
  readonly partitionColumns: readonly string[];
  readonly id: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** How many files remain after a filter. */
  readonly scannedFiles: number;
  readonly files: readonly Readonly<Record<string, unknown>>[];
  readonly transaction: number | null;
}

/** Why there is no independent reader on this machine, or undefined. */
export function missingReader(): string | undefined {
  if (!fs.existsSync(PYTHON)) return `${PYTHON} (run test/testing/python/install.sh)`;
  try {
    execFileSync(PYTHON, ['-c', 'import deltalake, pyarrow'], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `the Python packages deltalake and pyarrow: ${String(error)}`;
  }
}

/** test/readers/delta_reader.py as a process that answers one request after the other. */
export class IndependentReader {
  readonly #process = spawn(PYTHON, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  readonly #answers = createInterface(this.#process.stdout)[Symbol.asyncIterator]();

  /** @param directory of the table on this machine */
  async ask(command: string, directory: string, options: object = {}): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify({ command, table: directory, options })}\n`);
    const line = (await this.#answers.next()) as IteratorResult<string, undefined>;
    if (line.done === true) throw new Error('the independent reader has ended');
    const { answer, error } = JSON.parse(line.value) as { answer?: unknown; error?: string };
    if (error !== undefined) throw new Error(error);
    return answer;
  }

  /** The reader's result for a table. */
  async read(directory: string, options: object = {}): Promise<ReaderView> {
    return (await this.ask('read', directory, options)) as ReaderView;
  }

  async close(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.stdin.end();
    await exited;
  }
}
