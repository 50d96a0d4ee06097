import { randomBytes } from 'node:crypto';
import { BronzeWriter } from '../../../src/lib/landing/bronze-writer';
import { createHubInspector, EventHubClient } from '../../../src/lib/event-log/event-hub-client';
import { LakeClient } from '../../../src/lib/landing/store/lake-client';
import { createQuarantine, type Quarantine } from '../../testing/fixtures/whole-quarantine';
import { QuarantineSlotsClient } from '../../../src/lib/quarantine/store/quarantine-slots';
import { QuarantineTable } from '../../../src/lib/quarantine/store/quarantine-table';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { startEventHubs } from '../../../local/event-hubs';
import { startLake } from '../../../local/lake';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { Publisher } from '../../../src/lib/publish/publisher';
import { toHubPort } from '../../../src/lib/publish/event-batch';
import { fromCursorText, toCursorText } from '../../../src/lib/quarantine/list-records';
import { type Validators } from '../../../src/lib/quarantine/ports';
import { type ReplayRequest } from '../../../src/lib/quarantine/replay-api';
import { systemClock } from '../../../src/lib/platform/clock';
import { type Source, SOURCES } from '../../../src/lib/contracts/source';
import { receivedEvent } from '../../testing/fixtures/events';
import { MemoryLandingState } from '../../testing/fakes/memory-landing-state';
import { exampleEvent } from '../../testing/fixtures/quarantine-scene';
import {
  type AzuriteTables,
  findFreePort,
  startAzuriteTables,
} from '../../testing/fakes/start-azurite-tables';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

const registry = createRegistry();
const CONFIGURATION = {
  UserConfig: {
    NamespaceConfig: [
      {
        Type: 'EventHub',
        Name: 'emulatorns1',
        Entities: SOURCES.map((source) => ({ Name: source, PartitionCount: 2, ConsumerGroups: [] })),
      },
    ],
  },
};
const FIX = { patch: [{ op: 'replace', path: '/data/measuredAt', value: '2026-11-21T02:50:00Z' }] } as const;

const undo: (() => Promise<unknown>)[] = [];
let azurite: AzuriteTables;
/** Opens the quarantine as another process of the app, over the same services. */
let open: () => Quarantine;
let land: (partition: number, from: number, bodies: readonly string[]) => Promise<void>;
let hub: EventHubClient;

const perSource = <T>(make: (source: Source) => T): Record<Source, T> =>
  Object.fromEntries(SOURCES.map((source) => [source, make(source)])) as Record<Source, T>;

beforeAll(async () => {
  azurite = await startAzuriteTables();
  undo.push(() => azurite.close());
  const lakeDirectory = await temporaryDirectory();
  undo.push(() => lakeDirectory.remove());
  const lake = await startLake({ dataDirectory: lakeDirectory.path, filesystems: ['bronze'], fsync: false });
  undo.push(() => lake.close());
  const hubDirectory = await temporaryDirectory();
  undo.push(() => hubDirectory.remove());
  const hubs = await startEventHubs({ dataDirectory: hubDirectory.path, configuration: CONFIGURATION });
  undo.push(() => hubs.close());

  const to = (connectionString: string) => ({ kind: 'connectionString', connectionString }) as const;
  const clients = perSource((source) => new EventHubClient(to(hubs.connectionString), source));
  undo.push(() => Promise.all(SOURCES.map((source) => clients[source].close())));
  hub = clients.iot;
  const validators: Validators = perSource((source) => createEventValidator({ registry, source }));
  const slots = new LakeClient(to(lake.connectionString), 'bronze');
  const bronzeWriter = new BronzeWriter({
    source: 'iot',
    store: slots,
    state: new MemoryLandingState(),
    hub: createHubInspector(clients),
    validate: validators.iot,
    clock: systemClock,
    pause: () => Promise.resolve(),
  });
  land = async (partition, from, bodies) => {
    await bronzeWriter.land(
      partition,
      bodies.map((body, index) => receivedEvent(from + index, { body: Buffer.from(body) })),
    );
  };
  const table = `quarantine${randomBytes(6).toString('hex')}`;
  const publishers = perSource((source) => new Publisher({ hub: toHubPort(clients[source]) }));
  open = () =>
    createQuarantine({
      store: new QuarantineTable(to(azurite.connectionString), table),
      slots: new QuarantineSlotsClient(to(lake.connectionString), 'bronze', slots),
      hubs: publishers,
      clock: systemClock,
      registry,
      validators,
      maxAttempts: 3,
      suffix: () => randomBytes(4).toString('hex'),
    });
});

afterAll(async () => {
  for (const close of undo.reverse()) await close();
});

const broken = (id: number): string =>
  JSON.stringify(exampleEvent(registry, 'iot.telemetry', { measuredAt: 'yesterday' }, { id: `event-${id}` }));

function request(filter: ReplayRequest['filter'], more: Partial<ReplayRequest> = {}): ReplayRequest {
  return { filter, fix: undefined, dryRun: false, again: false, limit: 1000, ...more };
}

it('indexes each quarantined event once when two indexers work together', async () => {
  const sound = JSON.stringify(exampleEvent(registry, 'iot.telemetry'));
  for (let slot = 0; slot < 13; slot++) await land(0, slot * 2, [sound, broken(slot)]);
  await land(
    1,
    0,
    Array.from({ length: 130 }, (_, index) => (index % 2 === 0 ? `no json ${index}` : broken(100 + index))),
  );
  await Promise.all([open().index.advance(), open().index.advance()]);
  const totals = await open().totals();
  expect(
    totals.map(({ partition, accepted, quarantined, slots }) => [partition, accepted, quarantined, slots]),
  ).toEqual([
    [0, 13, 13, 13],
    [1, 0, 130, 1],
  ]);
  const quarantine = open();
  expect(await quarantine.summary()).toEqual({
    records: 143,
    open: 143,
    bySourceAndCode: [
      { source: 'iot', code: 'contract.format', records: 78 },
      { source: 'iot', code: 'malformed_json', records: 65 },
    ],
  });

  const seen = new Set<string>();
  let after = fromCursorText(toCursorText(new Map()));
  for (;;) {
    const page = await quarantine.list(
      { state: 'all', code: 'contract.format' },
      { limit: 50, ...(after && { after }) },
    );
    expect(page.total).toBe(78);
    for (const { id, codes } of page.records) {
      expect(codes).toEqual(['contract.format']);
      seen.add(id);
    }
    if (page.next === null) break;
    after = fromCursorText(page.next);
  }
  expect(seen.size).toBe(78);
});

it('finds records by the beginning of the id of their event', async () => {
  const quarantine = open();
  const all = await quarantine.list({ state: 'all', code: 'contract.format' }, { limit: 100 });
  const ids = all.records.map(({ eventId }) => eventId ?? '');
  const [one = ''] = ids;
  expect(one).toMatch(/^event-\d+$/);
  for (const event of ['event-', 'event-1', one, 'event-x', 'Event-', "it's"]) {
    const found = await quarantine.list({ state: 'all', event }, { limit: 100 });
    const expected = ids.filter((id) => id.startsWith(event));
    expect(found.records.map(({ eventId }) => eventId)).toEqual(expected);
    expect(found.total).toBe(expected.length);
  }
});

it('replays a fixed record to the hub, and records the replay', async () => {
  const quarantine = open();
  const [found] = (await quarantine.list({ state: 'open', code: 'contract.format' }, { limit: 1 })).records;
  const id = found?.id ?? '';
  const dry = await quarantine.replay(request({ ids: [id] }, { fix: FIX, dryRun: true }), null);
  expect(dry).toMatchObject({ replay: null, published: 1, results: [{ outcome: 'would-publish' }] });
  const report = await quarantine.replay(request({ ids: [id] }, { fix: FIX }), 'ann');
  expect(report).toMatchObject({ published: 1, results: [{ outcome: 'published' }] });
  expect(await quarantine.describe(id, { withBytes: true })).toMatchObject({
    state: 'replayed',
    attempts: 1,
    event: { type: 'iot.telemetry', data: { measuredAt: 'yesterday' } },
    base64: expect.any(String) as string,
    replays: [{ by: 'ann', published: 1, endedAt: expect.any(String) as string }],
  });
  expect(await quarantine.listReplays(10)).toHaveLength(1);
});

it('replays each matching record once when two replays run together', async () => {
  const before = await received();
  const filter = { source: 'iot', code: 'contract.format' } as const;
  const reports = await Promise.all([
    open().replay(request(filter, { fix: FIX }), null),
    open().replay(request(filter, { fix: FIX }), null),
  ]);
  const published = reports.map((report) => ('unknown' in report ? 0 : report.published));
  expect(published.reduce((a, b) => a + b)).toBe(77);
  expect((await received()) - before).toBe(77);
  expect(await open().summary()).toMatchObject({ records: 143, open: 65 });
  expect((await open().list({ state: 'replayed' }, { limit: 5 })).total).toBe(78);
});

it('counts attempts per fix in the table, and reopens a record', async () => {
  const quarantine = open();
  const [found] = (await quarantine.list({ state: 'open', code: 'malformed_json' }, { limit: 1 })).records;
  const id = found?.id ?? '';
  const named = { ids: [id] };
  for (let attempt = 1; attempt <= 3; attempt++)
    expect(await quarantine.replay(request(named), null)).toMatchObject({ rejected: 1, exhausted: 0 });
  expect(await open().replay(request(named), null)).toMatchObject({ rejected: 0, exhausted: 1 });
  expect(await open().replay(request(named, { fix: FIX }), null)).toMatchObject({ rejected: 1 });
  expect(await open().reopen({ filter: named }, 'ann')).toMatchObject({ reopened: 1 });
  expect(await open().describe(id)).toMatchObject({
    state: 'open',
    attempts: 4,
    reopenedAt: expect.any(String) as string,
  });
  expect(await open().replay(request(named), null)).toMatchObject({ rejected: 1, exhausted: 0 });
});

it('throws `table_unavailable` when nothing listens', async () => {
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:${await findFreePort()}/a;`;
  const table = new QuarantineTable({ kind: 'connectionString', connectionString }, 'quarantine');
  await expect(table.check()).rejects.toMatchObject({ code: 'table_unavailable', kind: 'transient' });
});

/** @returns the number of events in the hub */
async function received(): Promise<number> {
  const partitions = await hub.readPartitions();
  return partitions.reduce((sum, { lastSequenceNumber }) => sum + lastSequenceNumber + 1, 0);
}
