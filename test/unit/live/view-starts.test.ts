import { ViewStarts, type ViewStart, type ViewStartStore } from '../../../src/lib/live/view-starts';

class MemoryStarts implements ViewStartStore {
  readonly rows = new Map<string, ViewStart>();
  calls = 0;

  listStarts(): Promise<ReadonlyMap<string, ViewStart>> {
    this.calls += 1;
    return Promise.resolve(new Map(this.rows));
  }

  noteStart(view: string, since: number): Promise<void> {
    this.calls += 1;
    if (!this.rows.has(view)) this.rows.set(view, { since, firstEventAt: undefined });
    return Promise.resolve();
  }

  noteFirstEvent(view: string, at: number): Promise<void> {
    this.calls += 1;
    const row = this.rows.get(view);
    if (row !== undefined) this.rows.set(view, { ...row, firstEventAt: at });
    return Promise.resolve();
  }
}

function scene() {
  const clock = { at: 1000, now: () => new Date(clock.at) };
  const store = new MemoryStarts();
  const start = (views: readonly string[]) => new ViewStarts({ store, views, clock });
  return { clock, store, start };
}

it('keeps the start of a view in later processes, and begins a new one later', async () => {
  const { clock, store, start } = scene();
  await start(['old']).noteStarts();
  clock.at = 2000;
  await start(['old', 'new']).noteStarts();
  expect([...store.rows]).toEqual([
    ['old', { since: 1000, firstEventAt: undefined }],
    ['new', { since: 2000, firstEventAt: undefined }],
  ]);
});

it('notes the first event of a view once, with few requests', async () => {
  const { clock, store, start } = scene();
  const starts = start(['a', 'b']);
  await starts.noteEvents(['a']);
  clock.at = 2000;
  const before = store.calls;
  await starts.noteEvents(['a']);
  await starts.noteStarts();
  expect(store.calls).toBe(before);
  await starts.noteEvents(['a', 'b']);
  expect([...store.rows]).toEqual([
    ['a', { since: 1000, firstEventAt: 1000 }],
    ['b', { since: 1000, firstEventAt: 2000 }],
  ]);
  const next = start(['a', 'b']);
  clock.at = 3000;
  await next.noteEvents(['a', 'b']);
  expect(store.rows.get('a')).toEqual({ since: 1000, firstEventAt: 1000 });
});
