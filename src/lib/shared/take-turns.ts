/** Makes a function that runs works of one key one after the other, and works of different keys side by side. */
export function takeTurns<K>(): <T>(key: K, work: () => Promise<T>) => Promise<T> {
  const ends = new Map<K, Promise<unknown>>();
  return (key, work) => {
    const turn = (ends.get(key) ?? Promise.resolve()).then(work);
    const end = turn.catch(() => undefined);
    ends.set(key, end);
    return turn;
  };
}
