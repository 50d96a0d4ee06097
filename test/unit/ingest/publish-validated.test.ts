import { SluiceError } from '../../../src/lib/platform/errors';
import { publishValidated } from '../../../src/lib/ingest/publish-validated';
import { type IngestResult } from '../../../src/lib/ingest/ingest';

const event = { partitionKey: undefined, body: Buffer.from('{}') };
const validated: IngestResult = {
  results: [
    { index: 0, verdict: 'accepted', id: 'a' },
    { index: 1, verdict: 'rejected', rejections: [{ code: 'malformed_json', path: '', message: 'no' }] },
    { index: 2, verdict: 'accepted', id: 'c' },
  ],
  events: [event, event],
  recordIndexes: [0, 2],
};

it('does not change the results when all events reach the hub', async () => {
  const { results } = await publishValidated(validated, {
    publish: () => Promise.resolve({ published: 2, failures: [] }),
  });
  expect(results).toEqual(validated.results);
});

it('says of each refused record of the quarantine whether the hub has it, and why not', async () => {
  const refused = [1, 2].map((index) => ({
    index,
    verdict: 'rejected' as const,
    rejections: [{ code: 'malformed_json' as const, path: '', message: 'no' }],
  }));
  const error = new SluiceError('hub_event_too_large', 'it has 2000000 bytes', { kind: 'contract' });
  const { results } = await publishValidated(
    {
      results: [{ index: 0, verdict: 'accepted', id: 'a' }, ...refused],
      events: [event, event, event],
      recordIndexes: [0, 1, 2],
    },
    { publish: () => Promise.resolve({ published: 2, failures: [{ index: 2, error }] }) },
  );
  expect(results).toEqual([
    { index: 0, verdict: 'accepted', id: 'a' },
    { ...refused[0], quarantined: true },
    {
      ...refused[1],
      quarantined: false,
      unquarantined: { code: 'hub_event_too_large', message: 'it has 2000000 bytes' },
    },
  ]);
});

it('marks each accepted record that did not reach the hub as failed, with the reason', async () => {
  const error = new SluiceError('hub_unavailable', 'the hub is down', { kind: 'transient' });
  const { results } = await publishValidated(validated, {
    publish: () => Promise.resolve({ published: 1, failures: [{ index: 1, error }] }),
  });
  expect(results).toEqual([
    validated.results[0],
    validated.results[1],
    { index: 2, verdict: 'failed', id: 'c', code: 'hub_unavailable', message: 'the hub is down' },
  ]);
});
