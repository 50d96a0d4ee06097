/**
 * Lets one piece of a process at a time through that may hold a poison event.
 *
 * Where two pieces are at work when the process dies, nobody knows which of them killed it. Both would count the death, and
 * an event that only happened to be there would be blamed in the end.
 */
export class SearchTurns {
  #end: Promise<void> = Promise.resolve();

  /** Waits for the turn. @returns a function that ends it, which must be called whatever happens */
  async take(): Promise<() => void> {
    const before = this.#end;
    let end = (): void => undefined;
    this.#end = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }
}

/** Makes a function that runs works of one partition one after the other, and those of different ones side by side. */
export function takeTurns(): <T>(partition: number, work: () => Promise<T>) => Promise<T> {
  const ends = new Map<number, Promise<unknown>>();
  return (partition, work) => {
    const turn = (ends.get(partition) ?? Promise.resolve()).then(work);
    const end = turn.catch(() => undefined);
    ends.set(partition, end);
    return turn;
  };
}

/** The turns of this process, which landing and live windows share. */
export function openSearchTurns(): SearchTurns {
  return new SearchTurns();
}
