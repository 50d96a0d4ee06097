/** Failures in a row after which services do not respond. A single one is a slow moment, as of a restart. */
const DOWN_AFTER_FAILURES = 2;

/** Decides what the terminal says about reads that fail: once, after the second failure in a row. */
export class ResponseNotice {
  #failures = 0;

  /** Whether the services are said not to respond. */
  get isDown(): boolean {
    return this.#failures >= DOWN_AFTER_FAILURES;
  }

  /** @returns the line to print for a failed read; undefined for none */
  failed(error: unknown): string | undefined {
    this.#failures += 1;
    if (this.#failures !== DOWN_AFTER_FAILURES) return undefined;
    return `The services do not respond: ${error instanceof Error ? error.message : String(error)}. The next reads go on.`;
  }

  /** @returns the line to print for a read that worked; undefined for none */
  worked(): string | undefined {
    const wasDown = this.isDown;
    this.#failures = 0;
    return wasDown ? 'The services respond again.' : undefined;
  }
}
