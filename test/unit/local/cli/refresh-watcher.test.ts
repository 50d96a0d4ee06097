import { type SourceProgress } from '../../../../local/cli/pipeline-monitor';
import { type RefreshClient } from '../../../../local/cli/refresh-client';
import { RefreshWatcher } from '../../../../local/cli/refresh-watcher';

const progress = (source: string, landed: number, received = landed): SourceProgress => ({
  source,
  received,
  accepted: landed,
  quarantined: 0,
  lag: received - landed,
  slots: 1,
});

/** A watcher whose clock moves with each look. */
function watch(
  opened: readonly SourceProgress[],
  read: () => Promise<unknown> = () => Promise.reject(new Error('no answer')),
  lookSeconds = 10,
) {
  let now = 0;
  let started = 0;
  const watcher = new RefreshWatcher({
    client: {
      start: () => {
        started += 1;
        return Promise.resolve({ id: 'r-1' });
      },
      read,
      newest: read,
    } as unknown as RefreshClient,
    lakeDirectory: '',
    modelsDirectory: '',
    opened,
    print: () => undefined,
    now: () => now,
  });
  return {
    watcher,
    started: () => started,
    look: async (...sources: readonly SourceProgress[]) => {
      now += lookSeconds * 1000;
      await watcher.look(sources);
    },
  };
}

it('starts the first refresh when the opening of each source has landed', async () => {
  const { look, started } = watch([progress('customers', 0, 9000), progress('ecommerce', 0, 500)]);
  const shop = progress('ecommerce', 700);
  for (const landed of [10, 8999])
    for (let n = 0; n < 3; n++) await look(progress('customers', landed), shop);
  expect(started()).toBe(0);
  await look(progress('customers', 9000), shop);
  await look(progress('customers', 9001), shop);
  expect(started()).toBe(1);
});

it('keeps the last status after a single failure, and reports the second in a row', async () => {
  const { look, watcher } = watch([], () => Promise.reject(new Error('connect ECONNREFUSED')));
  const iot = progress('iot', 10);
  await look(iot);
  await look(iot);
  expect(watcher.status).toBe('Silver and Gold: the first refresh has started.');
  await look(iot);
  expect(watcher.status).toBe('Silver and Gold: the first refresh has started.');
  await look(iot);
  expect(watcher.status).toBe('Silver and Gold: no response at the moment (connect ECONNREFUSED)');
});

it('starts the first refresh at once when a hundred events have followed the opening', async () => {
  const { look, started } = watch([progress('iot', 0, 500)], undefined, 1);
  await look(progress('iot', 599));
  expect(started()).toBe(0);
  await look(progress('iot', 600));
  expect(started()).toBe(1);
});
