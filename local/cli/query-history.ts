import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { hasCode } from '../kit';

/** Maximum number of statements in the file. */
const MAX_STATEMENTS = 500;

/** The statements of the interactive mode, in a file that only its owner can read: SQL may contain personal data. */
export class QueryHistory {
  readonly #file: string;
  /** Oldest first. */
  #statements: readonly string[];

  private constructor(file: string, statements: readonly string[]) {
    this.#file = file;
    this.#statements = statements;
  }

  /** Reads the file, if there is one. */
  static open(file: string): QueryHistory {
    try {
      const lines = readFileSync(file, 'utf8').split('\n');
      return new QueryHistory(
        file,
        lines.filter((line) => line !== ''),
      );
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return new QueryHistory(file, []);
      throw error;
    }
  }

  /** Newest first, as readline takes them. */
  get newestFirst(): string[] {
    return [...this.#statements].reverse();
  }

  /** Adds a statement as one line, unless it repeats the last one. @throws Error of the file system */
  add(statement: string): void {
    const line = statement.replace(/\s*\n\s*/g, ' ').trim();
    if (line === '' || line === this.#statements.at(-1)) return;
    this.#statements = [...this.#statements, line].slice(-MAX_STATEMENTS);
    writeFileSync(this.#file, `${this.#statements.join('\n')}\n`, { mode: 0o600 });
    // The mode of writeFileSync counts for a new file only.
    chmodSync(this.#file, 0o600);
  }
}
