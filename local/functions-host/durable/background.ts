/** Work that runs in the background until the host ends. */
export class Background {
  readonly #onFault: (error: unknown) => void;
  readonly #running = new Set<Promise<void>>();

  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  run(work: Promise<void>): void {
    const done = work.catch(this.#onFault).finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  /** Resolves when no work is running. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }
}

/** Formats an error for the log. */
export function toText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
