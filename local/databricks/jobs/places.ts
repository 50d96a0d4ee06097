/** Releases the slot of a task. */
export type Release = () => void;

/** Slots for tasks: a limited number at a time, in the order of requests. */
export class Places {
  #free: number;
  readonly #waiting = new Set<(release: Release) => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Calls `use` when a slot is free, at the earliest after this function returns.
   *
   * @returns a function that cancels the request, while `use` has not been called
   */
  request(use: (release: Release) => void): () => void {
    this.#waiting.add(use);
    queueMicrotask(() => {
      this.#hand();
    });
    return () => this.#waiting.delete(use);
  }

  #hand(): void {
    for (const use of this.#waiting) {
      if (this.#free === 0) return;
      this.#waiting.delete(use);
      this.#free -= 1;
      let given = false;
      use(() => {
        if (given) return;
        given = true;
        this.#free += 1;
        this.#hand();
      });
    }
  }
}
