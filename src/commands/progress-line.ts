/** The part of a terminal or a stream that the progress needs. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Without a terminal, a line is printed at most once in this time. */
const LINE_MILLISECONDS = 10_000;
/** In a terminal, the line changes at most once in this time. */
const CHANGE_MILLISECONDS = 100;
const CLEAR = '\r\x1b[K';

/** Shows progress on one line that changes in a terminal, and on a line now and then elsewhere. */
export class ProgressLine {
  readonly #output: ProgressOutput;
  readonly #now: () => number;
  #updatedAt: number;

  /** @param now milliseconds since any moment. @default the system's clock */
  constructor(output: ProgressOutput, now: () => number = Date.now) {
    this.#output = output;
    this.#now = now;
    this.#updatedAt = now();
  }

  /** Prints a line that remains. */
  print(text: string): void {
    this.clear();
    this.#output.write(`${text}\n`);
  }

  update(text: string): void {
    const isTerminal = this.#output.isTTY === true;
    if (this.#now() - this.#updatedAt < (isTerminal ? CHANGE_MILLISECONDS : LINE_MILLISECONDS)) return;
    this.#updatedAt = this.#now();
    if (isTerminal) this.#output.write(`${CLEAR}${text.slice(0, (this.#output.columns ?? 80) - 1)}`);
    else this.#output.write(`${text}\n`);
  }

  /** Removes the line that changes. */
  clear(): void {
    if (this.#output.isTTY === true) this.#output.write(CLEAR);
  }
}
