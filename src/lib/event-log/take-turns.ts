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
