import { shareReading } from '../../../src/lib/status/share-reading';

function scene() {
  let now = 0;
  const open: { resolve: (value: number) => void; reject: (error: Error) => void }[] = [];
  const read = shareReading(() => new Promise<number>((resolve, reject) => open.push({ resolve, reject })), {
    clock: { now: () => new Date(now) },
    freshMilliseconds: 500,
  });
  return {
    read,
    open,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe('shareReading', () => {
  it('shares a running read between callers, however long it takes', async () => {
    const { read, open, pass } = scene();
    const first = read();
    pass(60_000);
    const second = read();
    expect(open).toHaveLength(1);
    open[0]?.resolve(7);
    expect(await Promise.all([first, second])).toEqual([7, 7]);
  });

  it('reuses an answer for half a second, then reads again', async () => {
    const { read, open, pass } = scene();
    const first = read();
    open[0]?.resolve(1);
    await first;
    pass(499);
    expect(await read()).toBe(1);
    pass(1);
    const later = read();
    open[1]?.resolve(2);
    expect(await later).toBe(2);
    expect(open).toHaveLength(2);
  });

  it('reuses an error as well, so that a service that is down gets few requests', async () => {
    const { read, open, pass } = scene();
    const first = read();
    open[0]?.reject(new Error('down'));
    await expect(first).rejects.toThrow('down');
    await expect(read()).rejects.toThrow('down');
    expect(open).toHaveLength(1);
    pass(500);
    const later = read();
    open[1]?.resolve(3);
    expect(await later).toBe(3);
  });
});
