import fc from 'fast-check';
import { type Contract } from '../../../src/lib/contracts/contract';
import { type OutgoingEvent } from '../../../src/lib/event-log/outgoing-event';
import { ingest, type IngestResult } from '../../../src/lib/ingest/ingest';
import { readRecords } from '../../../src/lib/ingest/read-records';
import { HUB_GENERATION } from '../../testing/fixtures/events';
import { QuarantineScene } from '../../testing/fixtures/quarantine-scene';
import { runs } from '../../testing/runs';
import { contractOf, exampleOf, registry } from '../contracts/events';

/** Breaks texts with a maximum length, numbers, times, choices and objects. */
const WRONG = 'x'.repeat(5000);
const FORMS = ['json', 'array', 'ndjson', 'csv', 'structured', 'batch', 'binary'] as const;

type Values = Readonly<Record<string, unknown>>;

interface Request {
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns the leaves of a record by their columns. */
function leavesOf(value: Values, prefix = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([name, member]) =>
    typeof member === 'object' && member !== null
      ? leavesOf(member as Values, `${prefix}${name}.`)
      : [[`${prefix}${name}`, member] as const],
  );
}

function toRequest(form: (typeof FORMS)[number], { type }: Contract, record: Values): Request {
  const json = JSON.stringify(record);
  const attributes = { specversion: '1.0', id: 'e-1', source: '/devices/7', type };
  const event = JSON.stringify({ ...attributes, data: record });
  switch (form) {
    case 'json':
      return { contentType: 'application/json', body: json };
    case 'array':
      return { contentType: 'application/json', body: `[ ${json} ]` };
    case 'ndjson':
      return { contentType: 'application/x-ndjson', body: `\n${json}\r\n` };
    case 'csv': {
      const leaves = leavesOf(record);
      const rows = [leaves.map(([name]) => name), leaves.map(([, value]) => String(value))];
      return { contentType: 'text/csv', body: rows.map((row) => row.join()).join('\n') };
    }
    case 'structured':
      return { contentType: 'application/cloudevents+json', body: event };
    case 'batch':
      return { contentType: 'application/cloudevents-batch+json', body: `[${event}]` };
    case 'binary': {
      const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]);
      return {
        contentType: 'application/json',
        body: json,
        headers: Object.fromEntries(headers) as Readonly<Record<string, string>>,
      };
    }
  }
}

function send(contract: Contract, { contentType, body, headers = {} }: Request): IngestResult {
  const read = readRecords({
    contentType,
    headers: Object.entries(headers),
    body: Buffer.from(body),
    contract,
    maxRecords: 10,
  });
  if (read.kind === 'fault') throw new Error(read.fault.message);
  return ingest({
    contract,
    records: read.records,
    maxEventBytes: 262_144,
    source: '/sluice/ingest',
    onReject: 'quarantine',
    clock: { now: () => new Date('2026-11-21T06:00:00.000Z') },
    newId: () => 'made-up',
  });
}

function only(events: readonly OutgoingEvent[]): OutgoingEvent {
  const [event] = events;
  if (event === undefined || events.length > 1) throw new Error(`${events.length} events`);
  return event;
}

/** The attributes that identify an event and say where it belongs. */
function essenceOf(event: OutgoingEvent): object {
  const { id, source, type, time, data } = JSON.parse(event.body.toString()) as Values;
  return { id, source, type, time, data, partitionKey: event.partitionKey };
}

const cases = fc
  .record({
    type: fc.constantFrom(...registry.all().map(({ type }) => type)),
    form: fc.constantFrom(...FORMS),
    example: fc.nat(1),
    field: fc.nat(),
  })
  .map(({ type: any, form, example, field }) => {
    const type = form === 'csv' ? 'iot.telemetry' : any;
    const sound = exampleOf(contractOf(type), example);
    const names = leavesOf(sound).filter(([name]) => !/\.\d+(\.|$)/.test(name));
    return { type, form, sound, path: (names[field % names.length]?.[0] ?? '').split('.') };
  });

function withWrong(record: Values, [name = '', ...rest]: readonly string[]): Values {
  const value = rest.length === 0 ? WRONG : withWrong(record[name] as Values, rest);
  return { ...record, [name]: value };
}

it('becomes the event that ingestion makes of the fixed record, in each form and with any wrong field', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ type, form, sound, path }) => {
      const contract = contractOf(type);
      const result = send(contract, toRequest(form, contract, withWrong(sound, path)));
      fc.pre(result.results[0]?.verdict === 'rejected');
      const refused = only(result.events);
      const scene = new QuarantineScene({ registry });
      const { body, contentType, properties } = refused;
      await scene.land(contract.source, [
        { body, ...(contentType !== undefined && { contentType }), ...(properties && { properties }) },
      ]);

      const id = `${contract.source}.${HUB_GENERATION}.0.0`;
      const shown = await scene.quarantine.describe(id, { withBytes: true });
      expect(shown).toMatchObject({ contract: contract.type, version: contract.version, state: 'open' });
      expect(Buffer.from(shown?.base64 ?? '', 'base64').equals(body)).toBe(true);
      expect(JSON.stringify(shown?.properties)).not.toContain(WRONG);
      expect(shown?.rejections.map(({ path: at }) => at)).toContain(['/data', ...path].join('/'));

      const wanted = path.reduce<unknown>((value, name) => (value as Values)[name], sound);
      const operation = { op: 'replace', path: ['/data', ...path].join('/'), value: wanted };
      expect(await scene.replay({ filter: { ids: [id] } })).toMatchObject({ rejected: 1 });
      const report = await scene.replay({ filter: { ids: [id] }, fix: { patch: [operation] } });
      expect(report.results).toMatchObject([{ outcome: 'published' }]);

      const replayed = only(scene.hubs[contract.source].batches.flatMap(({ events }) => events));
      const direct = only(send(contract, toRequest(form, contract, sound)).events);
      expect(essenceOf(replayed)).toEqual(essenceOf(direct));
      expect(JSON.parse(replayed.body.toString())).toMatchObject({ replaces: id });
    }),
    { numRuns: runs(120, 1000) },
  );
});
