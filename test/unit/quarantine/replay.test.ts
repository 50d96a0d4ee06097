import { type Contract } from '../../../src/lib/contracts/contract';
import { type ContractRegistry, createRegistry } from '../../../src/lib/contracts/registry';
import { readReplayRequest } from '../../../src/lib/quarantine/replay-request';
import { writeExactJson } from '../../../src/lib/platform/text/exact-json';
import { HUB_GENERATION } from '../../testing/fixtures/events';
import { exampleEvent, QuarantineScene } from '../../testing/fixtures/quarantine-scene';

const registry = createRegistry();
const ID = `iot.${HUB_GENERATION}.0.0`;

/** A sound event with one fault. */
const brokenTelemetry = (id = 'reading-1'): string =>
  JSON.stringify(exampleEvent(registry, 'iot.telemetry', { measuredAt: 'yesterday' }, { id }));

const FIX = { patch: [{ op: 'replace', path: '/data/measuredAt', value: '2026-11-21T02:50:00Z' }] };

/** Telemetry has a second version with one more field. */
function withSecondVersion(): ContractRegistry {
  const first = registry.find('iot.telemetry', 1);
  if (first === undefined) throw new Error('there is a first version');
  const second: Contract = {
    ...first,
    id: 'urn:sluice:contract:iot.telemetry:2',
    version: 2,
    validate: () => undefined,
    read: () => -1,
  };
  return {
    all: () => [...registry.all(), second],
    find: (type, version) =>
      type !== 'iot.telemetry' ? registry.find(type, version) : version === 1 ? first : second,
    ofSource: (source) => (source === 'iot' ? [first, second] : registry.ofSource(source)),
  };
}

it('publishes a patched event with its id and the record that it replaces, and marks the record', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [brokenTelemetry()]);
  const report = await scene.replay({ filter: { source: 'iot' }, fix: FIX }, { by: 'ann' });

  expect(report).toMatchObject({ matched: 1, published: 1, rejected: 0, skipped: 0, remaining: 0 });
  const [result] = report.results;
  expect(result?.outcome).toBe('published');
  expect(result?.before.map(({ code }) => code)).toEqual(['contract.format']);
  expect(result?.after).toEqual({
    verdict: 'accepted',
    contract: 'iot.telemetry',
    version: 1,
    rejections: [],
  });
  const [body] = scene.published('iot');
  expect(JSON.parse(body ?? '')).toMatchObject({
    id: 'reading-1',
    replaces: ID,
    data: { measuredAt: '2026-11-21T02:50:00Z' },
  });
  const record = await scene.quarantine.describe(ID);
  expect(record).toMatchObject({ state: 'replayed', attempts: 1, replayedAt: '2026-11-21T06:00:00.000Z' });
  expect(record?.replays).toEqual([
    {
      replay: report.replay,
      at: '2026-11-21T06:00:00.000Z',
      endedAt: '2026-11-21T06:00:00.000Z',
      by: 'ann',
      filter: { source: 'iot' },
      fix: { patch: [{ op: 'replace', path: '/data/measuredAt' }] },
      matched: 1,
      published: 1,
      rejected: 0,
      skipped: 0,
      failed: 0,
    },
  ]);
});

it('publishes to the partition of the event’s key', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [brokenTelemetry()]);
  await scene.replay({ filter: { all: true }, fix: FIX });
  const { data } = exampleEvent(registry, 'iot.telemetry') as { data: { deviceId: string } };
  const [batch] = scene.hubs.iot.batches;
  expect(batch?.events[0]?.partitionKey).toBe(data.deviceId);
});

it('changes nothing in a dry run, and returns what a replay would do', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [brokenTelemetry(), 'not json']);
  const report = await scene.replay({ filter: { all: true }, fix: FIX, dryRun: true });
  expect(report).toMatchObject({ replay: null, dryRun: true, matched: 2, published: 1, rejected: 1 });
  expect(report.results.map(({ outcome }) => outcome)).toEqual(['would-publish', 'rejected']);
  expect(report.results[1]?.after?.rejections[0]?.code).toBe('malformed_json');
  expect(scene.published('iot')).toEqual([]);
  expect(scene.store.replays.size).toBe(0);
  expect((await scene.quarantine.describe(ID))?.attempts).toBe(0);
});

it('rejects an event that is still invalid, and counts the attempt', async () => {
  const scene = new QuarantineScene({ maxAttempts: 2 });
  await scene.land('iot', [brokenTelemetry()]);
  for (const attempts of [1, 2]) {
    expect((await scene.replay({ filter: { all: true } })).results[0]?.outcome).toBe('rejected');
    expect(await scene.quarantine.describe(ID)).toMatchObject({ state: 'open', attempts });
  }
  const byFilter = await scene.replay({ filter: { all: true } });
  expect(byFilter).toMatchObject({ matched: 1, skipped: 1, remaining: 0, results: [] });
  expect(byFilter.exhausted).toBe(1);
  const byName = await scene.replay({ filter: { ids: [ID] }, again: true });
  expect(byName.results[0]?.outcome).toBe('attempts-exhausted');
  expect(scene.published('iot')).toEqual([]);
});

it('publishes with the right fix a record that another fix tried too often', async () => {
  const scene = new QuarantineScene({ maxAttempts: 2 });
  await scene.land('iot', [brokenTelemetry()]);
  const wrong = { patch: [{ op: 'replace', path: '/data/measuredAt', value: 'tomorrow' }] };
  for (const fix of [undefined, undefined, wrong, wrong]) {
    const { results } = await scene.replay({ filter: { ids: [ID] }, ...(fix && { fix }) });
    expect(results[0]?.outcome).toBe('rejected');
  }
  for (const fix of [undefined, wrong]) {
    const { results } = await scene.replay({ filter: { ids: [ID] }, ...(fix && { fix }) });
    expect(results[0]?.outcome).toBe('attempts-exhausted');
  }
  expect(await scene.replay({ filter: { ids: [ID] }, fix: FIX })).toMatchObject({ published: 1 });
  expect(await scene.quarantine.describe(ID)).toMatchObject({ state: 'replayed', attempts: 5 });
});

it('tries a record again after its contract changed', async () => {
  const scene = new QuarantineScene({ maxAttempts: 1 });
  const dataschema = 'urn:sluice:contract:iot.telemetry:2';
  await scene.land('iot', [JSON.stringify(exampleEvent(registry, 'iot.telemetry', {}, { dataschema }))]);
  expect(await scene.replay({ filter: { ids: [ID] } })).toMatchObject({ rejected: 1 });
  expect(await scene.replay({ filter: { ids: [ID] } })).toMatchObject({ exhausted: 1 });
  const deployed = new QuarantineScene({ maxAttempts: 1, registry: withSecondVersion(), store: scene.store });
  for (const { path, body, metadata } of scene.lake.history) deployed.lake.put(path, body, metadata);
  expect(await deployed.replay({ filter: { ids: [ID] } })).toMatchObject({ published: 1 });
});

it('uses up no attempt when the hub does not accept the event', async () => {
  const scene = new QuarantineScene({ maxAttempts: 1 });
  await scene.land('iot', [brokenTelemetry()]);
  scene.hubs.iot.beforeSend = () => Promise.reject(new Error('hub down'));
  for (const attempts of [1, 2]) {
    expect(await scene.replay({ filter: { ids: [ID] }, fix: FIX })).toMatchObject({ failed: 1 });
    expect(await scene.quarantine.describe(ID)).toMatchObject({ attempts });
  }
  scene.hubs.iot.beforeSend = () => Promise.resolve();
  expect(await scene.replay({ filter: { ids: [ID] }, fix: FIX })).toMatchObject({ published: 1 });
});

it('changes the version of an event without changing other bytes', async () => {
  const moved = withSecondVersion();
  const scene = new QuarantineScene({ registry: moved });
  const event = exampleEvent(
    registry,
    'iot.telemetry',
    { exact: 'NUMBER' },
    { dataschema: 'urn:sluice:contract:iot.telemetry:1' },
  );
  await scene.land('iot', [JSON.stringify(event).replace('"NUMBER"', '12345678901234567890.10')]);
  const report = await scene.replay({ filter: { all: true }, fix: { version: 2 } });
  expect(report.results[0]?.after).toMatchObject({ verdict: 'accepted', version: 2 });
  const [body] = scene.published('iot');
  expect(body).toContain('"exact":12345678901234567890.10');
  expect(body).toContain('"dataschema":"urn:sluice:contract:iot.telemetry:2"');
});

it('refuses a version that does not exist', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [brokenTelemetry()]);
  const { results } = await scene.replay({ filter: { all: true }, fix: { version: 9 } });
  expect(results[0]?.after?.rejections).toEqual([
    expect.objectContaining({ code: 'unknown_version', path: '/dataschema' }),
  ]);
});

it('publishes the original bytes with `replaces` in front if the contract accepts them now', async () => {
  const old = new QuarantineScene();
  const event = exampleEvent(
    registry,
    'iot.telemetry',
    { more: 'MORE' },
    { dataschema: 'urn:sluice:contract:iot.telemetry:2' },
  );
  const text = JSON.stringify(event).replace('"MORE"', ' 1.50e2 ');
  await old.land('iot', [text]);
  const scene = new QuarantineScene({ registry: withSecondVersion() });
  for (const { path, body, metadata } of old.lake.history) scene.lake.put(path, body, metadata);
  await scene.replay({ filter: { all: true } });
  expect(scene.published('iot')).toEqual([text.replace('{', `{"replaces":"${ID}",`)]);
});

it('publishes an event of another hub to the hub of its contract', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [JSON.stringify(exampleEvent(registry, 'ecommerce.order'))]);
  const { results } = await scene.replay({ filter: { code: 'wrong_source' } });
  expect(results[0]?.outcome).toBe('published');
  expect(scene.published('iot')).toEqual([]);
  expect(scene.published('ecommerce')).toHaveLength(1);
});

it('derives the id of an event without an id from the record', async () => {
  const scene = new QuarantineScene();
  const event = { ...exampleEvent(registry, 'iot.telemetry'), id: undefined };
  await scene.land('iot', [JSON.stringify(event)]);
  await scene.replay({ filter: { all: true } });
  expect(JSON.parse(scene.published('iot')[0] ?? '')).toMatchObject({ id: `replay-${ID}`, replaces: ID });
});

it('converts an event in binary mode to structured mode', async () => {
  const scene = new QuarantineScene();
  const { data, ...attributes } = exampleEvent(registry, 'iot.telemetry', { measuredAt: 'yesterday' });
  const properties = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`cloudEvents:${name}`, value]),
  );
  await scene.land('iot', [
    { body: Buffer.from(JSON.stringify(data)), contentType: 'application/json', properties },
  ]);
  await scene.replay({ filter: { all: true }, fix: FIX });
  expect(JSON.parse(scene.published('iot')[0] ?? '')).toMatchObject({
    id: 'event-iot.telemetry',
    replaces: ID,
    data: { measuredAt: '2026-11-21T02:50:00Z' },
  });
});

it('replaces unreadable bytes with a given event', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [Buffer.from([0xff, 0xfe])]);
  const event = { ...exampleEvent(registry, 'iot.telemetry'), id: undefined };
  const { results } = await scene.replay({ filter: { ids: [ID] }, fix: { event } });
  expect(results[0]?.outcome).toBe('published');
  expect(JSON.parse(scene.published('iot')[0] ?? '')).toMatchObject({ id: `replay-${ID}`, replaces: ID });
});

it('refuses a fix that changes the id of an event', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [brokenTelemetry()]);
  const patch = [...FIX.patch, { op: 'replace', path: '/id', value: 'another' }];
  const { results } = await scene.replay({ filter: { all: true }, fix: { patch } });
  expect(results[0]?.after?.rejections[0]?.code).toBe('id_changed');
});

it('refuses a patch that does not apply, and shows no value of the event', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [brokenTelemetry()]);
  const patch = [{ op: 'test', path: '/data/measuredAt', value: 'tomorrow' }, ...FIX.patch];
  const { results } = await scene.replay({ filter: { all: true }, fix: { patch } });
  expect(results[0]?.after?.rejections).toEqual([
    {
      code: 'patch_failed',
      path: '/data/measuredAt',
      message: 'Operation 1 of the patch (test /data/measuredAt) does not apply to the event.',
    },
  ]);
});

it('keeps numbers that JavaScript cannot hold if a patch changes another field', async () => {
  const scene = new QuarantineScene({ registry: withSecondVersion() });
  const event = exampleEvent(registry, 'iot.telemetry', {
    measuredAt: 'yesterday',
    exact: 'A',
    text: '"A" 1.0',
  });
  const text = JSON.stringify(event).replace('"A"', '0.12345678901234567890123');
  await scene.land('iot', [text]);
  await scene.replay({
    filter: { all: true },
    fix: {
      patch: [
        ...FIX.patch,
        { op: 'replace', path: '/dataschema', value: 'urn:sluice:contract:iot.telemetry:2' },
      ],
    },
  });
  expect(scene.published('iot')[0]).toContain('"exact":0.12345678901234567890123,"text":"\\"A\\" 1.0"');
});

describe('numbers', () => {
  const NUMBERS = ['9007199254740993', '1.10', '1.1', '1e400', '-0', '12345678901234567890.000'];
  /** JSON with `{"n":[…]}` instead of the text `"NUMBERS"`. */
  const withNumbers = (value: unknown): string =>
    JSON.stringify(value).replace('"NUMBERS"', `{"n":[${NUMBERS.join(',')}]}`);
  const broken = (data: object): string =>
    withNumbers(
      exampleEvent(registry, 'iot.telemetry', { measuredAt: 'yesterday', ...data }, { id: 'reading-1' }),
    );
  const parse = (body: string) => {
    const request = readReplayRequest(body);
    if ('problem' in request) throw new Error(request.problem);
    return request;
  };
  const expected = `{"n":[${NUMBERS.join(',')}]}`;

  it('keep their digits in the shown event', async () => {
    const scene = new QuarantineScene({ registry: withSecondVersion() });
    await scene.land('iot', [broken({ metrics: { temperatureCelsius: 'A' } }).replace('"A"', '1.10')]);
    const shown = await scene.quarantine.describe(ID);
    expect(writeExactJson(shown)).toContain('"temperatureCelsius":1.10');
  });

  it('keep their digits in an event that a patch changes elsewhere', async () => {
    const scene = new QuarantineScene({ registry: withSecondVersion() });
    await scene.land('iot', [broken({ exact: 'NUMBERS' })]);
    const patch = [
      ...FIX.patch,
      { op: 'replace', path: '/dataschema', value: 'urn:sluice:contract:iot.telemetry:2' },
    ];
    await scene.replay({ filter: { all: true }, fix: { patch } });
    expect(scene.published('iot')[0]).toContain(`"exact":${expected}`);
  });

  it('keep their digits if a patch or an event of the request has them', async () => {
    const scene = new QuarantineScene({ registry: withSecondVersion() });
    await scene.land('iot', [broken({})]);
    const dataschema = 'urn:sluice:contract:iot.telemetry:2';
    const patch = [
      ...FIX.patch,
      { op: 'replace', path: '/dataschema', value: dataschema },
      { op: 'add', path: '/data/exact', value: 'NUMBERS' },
      { op: 'copy', from: '/data/exact/n/0', path: '/data/copied' },
    ];
    const patched = await scene.quarantine.replay(
      parse(withNumbers({ filter: { ids: [ID] }, fix: { patch } })),
      null,
    );
    expect(patched).toMatchObject({ published: 1 });
    expect(scene.published('iot')[0]).toContain(`"exact":${expected}`);
    expect(scene.published('iot')[0]).toContain('"copied":9007199254740993');

    const event = exampleEvent(
      registry,
      'iot.telemetry',
      { exact: 'NUMBERS' },
      { id: 'reading-1', dataschema },
    );
    const request = withNumbers({ filter: { ids: [ID] }, again: true, fix: { event } });
    expect(await scene.quarantine.replay(parse(request), null)).toMatchObject({ published: 1 });
    expect(scene.published('iot')[1]).toContain(`"exact":${expected}`);
  });

  it.each([
    ['1.10', '1.1', 'would-publish'],
    ['9007199254740993', '9007199254740993.0', 'would-publish'],
    ['9007199254740993', '9007199254740992', 'rejected'],
    ['"1.10"', '1.10', 'rejected'],
  ])('are compared by value: %s with %s', async (value, tested, outcome) => {
    const scene = new QuarantineScene({ registry: withSecondVersion() });
    await scene.land('iot', [broken({ exact: 'A' }).replace('"A"', value)]);
    const patch = [
      { op: 'test', path: '/data/exact', value: 'A' },
      ...FIX.patch,
      { op: 'replace', path: '/dataschema', value: 'urn:sluice:contract:iot.telemetry:2' },
    ];
    const request = JSON.stringify({ filter: { ids: [ID] }, dryRun: true, fix: { patch } }).replace(
      '"A"',
      tested,
    );
    const report = await scene.quarantine.replay(parse(request), null);
    expect(report).toMatchObject({ results: [{ outcome }] });
  });
});

it('does not read an event that ended the process', async () => {
  const scene = new QuarantineScene();
  const validators = scene.validators as { iot: (typeof scene.validators)['iot'] };
  const validate = validators.iot;
  validators.iot = () => ({
    verdict: 'quarantined',
    rejections: [{ code: 'poison', path: '', message: 'It ended the process.' }],
  });
  await scene.land('iot', [JSON.stringify(exampleEvent(registry, 'iot.telemetry'))]);
  validators.iot = validate;
  expect(await scene.quarantine.describe(ID)).toMatchObject({ event: null, text: null });
  const refused = await scene.replay({ filter: { all: true } });
  expect(refused.results[0]?.after?.rejections[0]?.code).toBe('poison');
  const event = exampleEvent(registry, 'iot.telemetry');
  const replaced = await scene.replay({ filter: { ids: [ID] }, fix: { event } });
  expect(replaced.results[0]?.outcome).toBe('published');
});

it('replays a replayed record only if a request names it with `again`', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [brokenTelemetry()]);
  await scene.replay({ filter: { all: true }, fix: FIX });
  expect(await scene.replay({ filter: { all: true }, fix: FIX })).toMatchObject({ matched: 0 });
  const named = await scene.replay({ filter: { ids: [ID] }, fix: FIX });
  expect(named).toMatchObject({ matched: 1, published: 0, skipped: 1 });
  expect(named.results[0]?.outcome).toBe('already-replayed');
  const again = await scene.replay({ filter: { ids: [ID] }, fix: FIX, again: true });
  expect(again.results[0]?.outcome).toBe('published');
  const [first, second] = scene.published('iot');
  expect(second).toBe(first);
  expect((await scene.quarantine.list({ state: 'all' }, { limit: 1 })).total).toBe(1);
  expect((await scene.quarantine.list({ state: 'open' }, { limit: 1 })).total).toBe(0);
});

it('takes untried records first, then the oldest, and returns how many remain', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', ['a', 'b', 'c']);
  const numbers = async (): Promise<(string | undefined)[]> =>
    (await scene.replay({ filter: { all: true }, limit: 2 })).results.map(({ id }) => id.split('.').at(-1));
  expect(await numbers()).toEqual(['0', '1']);
  expect(await numbers()).toEqual(['2', '0']);
  expect(await scene.replay({ filter: { all: true }, limit: 1, dryRun: true })).toMatchObject({
    matched: 3,
    remaining: 2,
  });
});

it('stops when the hub does not accept events, and reports it', async () => {
  const scene = new QuarantineScene();
  await scene.land(
    'iot',
    Array.from({ length: 60 }, (_, index) => brokenTelemetry(`reading-${index}`)),
  );
  scene.hubs.iot.beforeSend = () => Promise.reject(new Error('hub down'));
  const report = await scene.replay({ filter: { all: true }, fix: FIX });
  expect(report).toMatchObject({ matched: 60, published: 0, failed: 50, remaining: 10 });
  expect(report.faults.map(String)).toContain('Error: hub down');
  expect(await scene.quarantine.describe(ID)).toMatchObject({ state: 'replaying', attempts: 1 });
  scene.hubs.iot.beforeSend = () => Promise.resolve();
  expect(await scene.replay({ filter: { all: true }, fix: FIX })).toMatchObject({
    published: 60,
    remaining: 0,
  });
});

it('skips a record that another replay has begun, until that replay must be dead', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [brokenTelemetry()]);
  let died = false;
  scene.store.onWrite = (moment, what) => {
    if (moment !== 'before' || what !== 'index' || !died) return Promise.resolve();
    return Promise.reject(new Error('killed'));
  };
  await scene.quarantine.index.advance();
  died = true;
  await expect(scene.replay({ filter: { all: true }, fix: FIX })).rejects.toThrow('killed');
  died = false;
  expect(await scene.quarantine.describe(ID)).toMatchObject({ state: 'replaying', attempts: 1 });
  expect(await scene.replay({ filter: { all: true }, fix: FIX })).toMatchObject({
    matched: 1,
    skipped: 1,
    published: 0,
  });
  scene.now += 5 * 60_000;
  expect(await scene.replay({ filter: { all: true }, fix: FIX })).toMatchObject({ published: 1 });
  const [first, second] = scene.published('iot');
  expect(second).toBe(first);
});

it('returns which of the named records do not exist', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [brokenTelemetry()]);
  const unknown = [`iot.${HUB_GENERATION}.0.7`, 'nothing'];
  const request = {
    filter: { ids: [ID, ...unknown] },
    fix: undefined,
    dryRun: false,
    again: false,
    limit: 100,
  };
  expect(await scene.quarantine.replay(request, null)).toEqual({ unknown });
  expect(scene.published('iot')).toEqual([]);
});

it('skips a record whose slot retention deleted', async () => {
  const scene = new QuarantineScene();
  await scene.land('iot', [brokenTelemetry()]);
  await scene.quarantine.index.advance();
  scene.lake.remove(...scene.lake.objects.keys());
  expect(await scene.replay({ filter: { ids: [ID] } })).toMatchObject({
    skipped: 1,
    remaining: 0,
    results: [{ outcome: 'gone' }],
  });
  expect(await scene.quarantine.describe(ID)).toMatchObject({ event: null, text: null, attempts: 0 });
});
