import { SluiceError } from '../../../src/lib/platform/errors';
import { publishAccepted } from '../../../src/lib/ingest/publish-accepted';
import { type IngestResult } from '../../../src/lib/ingest/ingest';

const event = { partitionKey: undefined, body: Buffer.from('{}') };
const validated: IngestResult = {
  verdicts: [
    { index: 0, verdict: 'accepted', id: 'a' },
    { index: 1, verdict: 'rejected', rejections: [{ code: 'malformed_json', path: '', message: 'no' }] },
    { index: 2, verdict: 'accepted', id: 'c' },
  ],
  events: [event, event],
  recordIndexes: [0, 2],
};

it('leaves verdicts as they are where everything reached the hub', async () => {
  const { verdicts } = await publishAccepted(validated, {
    publish: () => Promise.resolve({ published: 2, failures: [] }),
  });
  expect(verdicts).toEqual(validated.verdicts);
});

it('says of each accepted record that did not reach the hub that it failed, and why', async () => {
  const error = new SluiceError('hub_unavailable', 'the hub is away', { kind: 'transient' });
  const { verdicts } = await publishAccepted(validated, {
    publish: () => Promise.resolve({ published: 1, failures: [{ index: 1, error }] }),
  });
  expect(verdicts).toEqual([
    validated.verdicts[0],
    validated.verdicts[1],
    { index: 2, verdict: 'failed', id: 'c', code: 'hub_unavailable', message: 'the hub is away' },
  ]);
});
