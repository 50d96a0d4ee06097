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
