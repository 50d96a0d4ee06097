import { type Source } from '../../contracts/source';

/** Tells calls of this process that windows of a source changed in this process. */
export class ChangeSignal {
  readonly #waiting = new Map<Source, Set<() => void>>();

  changed(source: Source): void {
    for (const resume of this.#waiting.get(source) ?? []) resume();
  }

  /** Resolves at the next change, or after so many milliseconds. */
  next(source: Source, milliseconds: number): Promise<void> {
    const waiting = this.#waiting.get(source) ?? new Set();
    this.#waiting.set(source, waiting);
    return new Promise((resolve) => {
      const resume = (): void => {
        clearTimeout(timer);
        waiting.delete(resume);
        resolve();
      };
      const timer = setTimeout(resume, milliseconds).unref();
      waiting.add(resume);
    });
  }
}

/** The signal of this process. */
export function openChangeSignal(): ChangeSignal {
  return new ChangeSignal();
}
