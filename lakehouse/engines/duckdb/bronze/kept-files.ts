import { sqlText } from '../delta/sql-text';
import { type Session } from '../session';

/**
 * The rows of files in a table of the session. Models of one task name overlapping files, and each file is read once.
 * The rows have a column `file`, the path as it was given.
 */
export class KeptFiles {
  readonly #session: Session;
  readonly #table: string;
  readonly #kept = new Set<string>();

  /** @param table quoted name of a table that belongs to this object */
  constructor(session: Session, table: string) {
    this.#session = session;
    this.#table = table;
  }

  /**
   * Returns SQL for a relation with the rows of these files. It exists as long as the session.
   *
   * @param toSql SQL that reads files that are not there yet; also called without files for a new table
   */
  async read(
    files: readonly string[],
    toSql: (missing: readonly string[]) => Promise<string> | string,
  ): Promise<string> {
    const missing = files.filter((file) => !this.#kept.has(file));
    if (this.#kept.size === 0) await this.#session.keep(this.#table, await toSql(missing));
    else if (missing.length > 0)
      await this.#session.run(`INSERT INTO ${this.#table} BY NAME ${await toSql(missing)}`);
    for (const file of missing) this.#kept.add(file);
    const wanted = new Set(files);
    if (wanted.size === this.#kept.size) return this.#table;
    const others = [...this.#kept].filter((file) => !wanted.has(file));
    return wanted.size < others.length
      ? `(SELECT * FROM ${this.#table} WHERE ${isOneOf([...wanted])})`
      : `(SELECT * FROM ${this.#table} WHERE NOT ${isOneOf(others)})`;
  }
}

function isOneOf(files: readonly string[]): string {
  return files.length === 0 ? '(false)' : `(file IN (${files.map(sqlText).join(', ')}))`;
}
