import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');
const PYTHON = join(ROOT, 'build/readers/venv/bin/python');
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
  /** How many files a filter leaves to be read. */
  readonly scannedFiles: number;
  readonly files: readonly Readonly<Record<string, unknown>>[];
  readonly transaction: number | null;
}

/** Why there is no independent reader on this machine, or undefined. */
export function missingReader(): string | undefined {
  if (!fs.existsSync(PYTHON)) return `${PYTHON} (run test/readers/install.sh)`;
  try {
    execFileSync(PYTHON, ['-c', 'import deltalake, pyarrow'], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `the Python packages deltalake and pyarrow: ${String(error)}`;
  }
}

/** Runs a command of test/readers/delta_reader.py over a table's directory. */
export function askReader(command: string, directory: string, options: object = {}): unknown {
  const output = execFileSync(PYTHON, [SCRIPT, command, directory, JSON.stringify(options)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(output) as unknown;
}

/** What the reader sees of a table. */
export function readWithReader(directory: string, options: object = {}): ReaderView {
  return askReader('read', directory, options) as ReaderView;
}
