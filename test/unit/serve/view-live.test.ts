import { ViewLives } from '../../../src/lib/serve/view-live';

it('tells a view without events from one that counts, and reads no more once all of them count', async () => {
  const starts = new Map<string, { readonly since: number; readonly firstEventAt: number | undefined }>([
    ['a', { since: 0, firstEventAt: 60_000 }],
    ['b', { since: 1000, firstEventAt: undefined }],
  ]);
  let reads = 0;
  const lives = new ViewLives({
    listStarts: () => {
      reads += 1;
      return Promise.resolve(starts);
    },
  });
  const liveOf = await lives.read(['a', 'b', 'c']);
  expect(['a', 'b', 'c'].map(liveOf)).toEqual([
    { state: 'counting', since: '1970-01-01T00:00:00.000Z', firstEventAt: '1970-01-01T00:01:00.000Z' },
    { state: 'no-events-yet', since: '1970-01-01T00:00:01.000Z', firstEventAt: null },
    { state: 'no-events-yet', since: null, firstEventAt: null },
  ]);
  starts.set('b', { since: 1000, firstEventAt: 2000 });
  expect((await lives.read(['b']))('b').state).toBe('counting');
  expect(reads).toBe(2);
  expect((await lives.read(['a', 'b']))('a').state).toBe('counting');
  expect(reads).toBe(2);
});
