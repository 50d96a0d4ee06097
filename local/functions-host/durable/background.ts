/** Work that nobody waits for, until the end. */
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

  /** Resolves when nothing of it is going on. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }
}

/** For the log. */
export function toText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
