import { appendFileSync, existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { type JsonObject } from '../../kit';

/** https://learn.microsoft.com/power-bi/developer/embedded/push-datasets-limitations */
const FIFO_ROWS = 200_000;
/** How far Power BI lets a table grow before it drops the oldest rows. */
const FIFO_SLACK = 10_000;
/** Number of rows that /arrived shows. */
const NEWEST = 20;

/**
 * Rows of one table, one line each in a file, oldest first. A line that a kill left incomplete was never
 * acknowledged, so it is removed.
 */
export class TableRows {
  readonly #path: string;
  #count = 0;
  #newest: readonly JsonObject[] = [];

  constructor(path: string) {
    this.#path = path;
    if (!existsSync(path)) return;
    const text = readFileSync(path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
    this.#remember(toLines(whole));
  }

  get count(): number {
    return this.#count;
  }

  /** The newest rows, newest first. */
  get newest(): readonly JsonObject[] {
    return this.#newest;
  }

  all(): readonly JsonObject[] {
    return this.#lines().map((line) => JSON.parse(line) as JsonObject);
  }

  append(rows: readonly JsonObject[]): void {
    if (rows.length === 0) return;
    appendFileSync(this.#path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    this.#count += rows.length;
    this.#newest = [...rows.slice(-NEWEST).reverse(), ...this.#newest].slice(0, NEWEST);
  }

  /** basicFIFO: the newest 200,000 to 210,000 rows remain. */
  dropOldest(): void {
    if (this.#count > FIFO_ROWS + FIFO_SLACK) this.#replace(this.#lines().slice(-FIFO_ROWS));
  }

  clear(): void {
    this.#replace([]);
  }

  #lines(): readonly string[] {
    return existsSync(this.#path) ? toLines(readFileSync(this.#path, 'utf8')) : [];
  }

  #replace(lines: readonly string[]): void {
    writeFileSync(`${this.#path}.new`, lines.map((line) => `${line}\n`).join(''));
    renameSync(`${this.#path}.new`, this.#path);
    this.#remember(lines);
  }

  #remember(lines: readonly string[]): void {
    this.#count = lines.length;
    this.#newest = lines
      .slice(-NEWEST)
      .reverse()
      .map((line) => JSON.parse(line) as JsonObject);
  }
}

function toLines(text: string): readonly string[] {
  return text.split('\n').slice(0, -1);
}
