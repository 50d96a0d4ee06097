/** Gives back the place. */
export type Release = () => void;

/** What tasks run on: at most so many at a time, first come first served. */
export class Places {
  #free: number;
  readonly #waiting = new Set<(release: Release) => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Calls `use` once there is a place, at the earliest after this returns.
   *
   * @returns calls it off, as long as `use` was not called
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
