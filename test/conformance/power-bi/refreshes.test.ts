import { PowerBiRefreshClient } from '../../../src/lib/refresh/clients/power-bi-refresh-client';
import { DEFAULT_SEMANTIC_MODEL } from '../../../local/power-bi';
import { PowerBiFixture } from './power-bi-fixture';

const fixture = new PowerBiFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.cleanup());

const client = (semanticModelId = DEFAULT_SEMANTIC_MODEL.id): PowerBiRefreshClient =>
  new PowerBiRefreshClient({
    endpoint: fixture.service.endpoint,
    credential: fixture.credential,
    workspaceId: fixture.service.workspaceId,
    semanticModelId,
  });

// Proves refreshes, durability of power-bi with HTTP.
test('runs a refresh, which ends after its duration', async () => {
  expect(await client().latest()).toBeUndefined();
  await client().start();
  expect(await client().latest()).toEqual({
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    outcome: 'running',
    status: 'Unknown',
    startedAt: '2026-11-21T06:00:00.000Z',
    endedAt: null,
    message: null,
  });
  fixture.clock.advance(60);
  await fixture.restart();
  expect(await client().latest()).toMatchObject({
    outcome: 'succeeded',
    status: 'Completed',
    endedAt: '2026-11-21T06:01:00.000Z',
  });
});

test('refuses a second refresh while one runs, and accepts it later', async () => {
  await client().start();
  const first = await client().latest();
  fixture.clock.advance(30);
  await expect(client().start()).rejects.toMatchObject({
    code: 'power_bi_unavailable',
    kind: 'transient',
    data: { status: 400, retryAfterSeconds: 30 },
  });
  expect(await client().latest()).toEqual(first);
  fixture.clock.advance(30);
  await client().start();
  expect(await client().latest()).not.toEqual(first);
});

test('starts the refresh of a request whose response is lost', async () => {
  fixture.faults.inject({ kind: 'lose-reply' });
  await expect(client().start()).rejects.toMatchObject({ code: 'power_bi_unavailable', kind: 'transient' });
  expect(await client().latest()).toMatchObject({ outcome: 'running' });
});

test('returns the reason of a failed refresh', async () => {
  fixture.faults.inject({ kind: 'refresh-fails' });
  await client().start();
  fixture.clock.advance(60);
  expect(await client().latest()).toMatchObject({
    outcome: 'failed',
    message: 'ModelRefreshFailed_CredentialsNotSpecified',
  });
});

test('keeps a refresh with the fault running', async () => {
  fixture.faults.inject({ kind: 'refresh-never-ends' });
  await client().start();
  fixture.clock.advance(86_400);
  expect(await client().latest()).toMatchObject({ outcome: 'running' });
});

test('refuses a refresh with Retry-After', async () => {
  fixture.faults.inject({ kind: 'fail', status: 429, code: 'TooManyRequests', retryAfterSeconds: 17 });
  await expect(client().start()).rejects.toMatchObject({
    code: 'power_bi_unavailable',
    kind: 'transient',
    data: { status: 429, retryAfterSeconds: 17 },
  });
});

test('refuses to refresh a push dataset, and returns 404 for an unknown model', async () => {
  const datasetId = await fixture.createDataset();
  await expect(client(datasetId).start()).rejects.toMatchObject({
    code: 'power_bi_refused',
    data: { status: 400 },
  });
  await expect(client('00000000-0000-0000-0000-000000000000').latest()).rejects.toMatchObject({
    code: 'power_bi_refused',
    kind: 'permanent',
    data: { status: 404 },
  });
});
