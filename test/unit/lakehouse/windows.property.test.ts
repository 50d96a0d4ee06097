import fc from 'fast-check';
import { type ContractWindows } from '../../../src/lib/contracts/contract';
import { readSchemaFolder } from '../../../tools/contracts/schema-file';
import { checkContracts } from '../../../tools/contracts/check-contracts';
import { generateLakehouse } from '../../../tools/lakehouse/generate-lakehouse';
import { EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { runs } from '../../testing/runs';
import { SchemaCopy } from '../tools/schema-folder';
import { expectedWindows, type WindowEvent, windowQuery } from './expected-windows';
import { lineOf } from './lakehouse-scene';
import { maintenance } from './maintenance-schema';

jest.setTimeout(240_000);

/** Keys that may be missing, null or inside a missing object, and each aggregate with and without a condition. */
const WINDOWS: ContractWindows = {
  seconds: 60,
  keys: [
    { name: 'team', path: '/team' },
    { name: 'zone', path: '/place/zone' },
  ],
  values: [
    { name: 'fitted', aggregate: 'count', where: { path: '/action', equals: 'fitted' } },
    { name: 'urgent', aggregate: 'count', where: { path: '/urgent', equals: true } },
    { name: 'second_attempts', aggregate: 'count', where: { path: '/attempts', equals: 2 } },
    { name: 'all_of_them', aggregate: 'count' },
    { name: 'minutes', aggregate: 'sum', path: '/minutes' },
    { name: 'minutes_mean', aggregate: 'average', path: '/minutes' },
    { name: 'minutes_least', aggregate: 'minimum', path: '/minutes' },
    { name: 'cost', aggregate: 'average', path: '/cost', where: { path: '/action', equals: 'fitted' } },
    { name: 'urgent_cost', aggregate: 'sum', path: '/cost', where: { path: '/urgent', equals: true } },
    { name: 'cost_least', aggregate: 'minimum', path: '/cost' },
    { name: 'cost_most', aggregate: 'maximum', path: '/cost', where: { path: '/urgent', equals: true } },
  ],
};
const TEXT = { type: ['string', 'null'], minLength: 1, maxLength: 20 };
const WHOLE = { type: 'integer', minimum: -1_000_000_000_000, maximum: 1_000_000_000_000 };
const FIELDS = {
  team: TEXT,
  place: { type: 'object', additionalProperties: false, properties: { zone: TEXT } },
  action: { type: 'string', enum: ['fitted', "wasn't"] },
  urgent: { type: 'boolean' },
  attempts: { type: 'integer', minimum: 0, maximum: 9 },
  minutes: WHOLE,
  cost: { type: 'number', minimum: -1_000_000_000, maximum: 1_000_000_000 },
};

const MIDNIGHT = Date.UTC(2026, 10, 21);
const MINUTE = 60_000;
const PARTITIONS = 2;

interface Arrival {
  readonly event: number;
  /** Another text of the same instant. */
  readonly isElsewhere: boolean;
  /** The record besides identity and time; only that of the first arrival counts. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const optional = { requiredKeys: [] };
const zone = fc.option(fc.constant('A'));
const fields = fc.record(
  {
    team: fc.option(fc.constantFrom("d'Or", 'unknown')),
    place: fc.record({ zone }, optional),
    action: fc.constantFrom('fitted', "wasn't"),
    urgent: fc.boolean(),
    attempts: fc.integer({ min: 1, max: 3 }),
    minutes: fc.integer({ min: WHOLE.minimum, max: WHOLE.maximum }),
    cost: fc.integer({ min: -1e15, max: 1e15 }).map((millionths) => millionths / 1e6),
  },
  optional,
);
/** Two minutes around midnight, so that refreshes share windows, and days ago. */
const time = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -MINUTE, max: MINUTE - 1 }) },
  { weight: 1, arbitrary: fc.integer({ min: -2881 * MINUTE, max: -2880 * MINUTE }) },
);
/** Events by number; several arrivals of one number are duplicates. */
const times = fc.array(time, { minLength: 40, maxLength: 80 });
const arrivals = fc.array(fc.record({ event: fc.nat(79), isElsewhere: fc.boolean(), fields }), {
  minLength: 20,
  maxLength: 60,
});
const refreshes = fc.array(arrivals, { minLength: 2, maxLength: 4 });

let copy: SchemaCopy;
let models: ReadonlyMap<string, string>;

beforeAll(() => {
  copy = new SchemaCopy('iot');
  copy.write('iot/maintenance.v1.json', maintenance(FIELDS, { windows: WINDOWS }));
  const folder = readSchemaFolder(copy.schemas);
  expect(checkContracts(folder)).toEqual([]);
  const generated = generateLakehouse({ files: folder.files, models: '/models' });
  if (generated.outcome === 'refused') throw new Error('refused');
  models = generated.files;
});
afterAll(() => {
  copy.remove();
});

it('matches the events by the minute, with duplicates, late events and any division into refreshes', async () => {
  await fc.assert(
    fc.asyncProperty(times, refreshes, async (timesOfEvents, parts) => {
      const scene = EngineScene.onDisk();
      try {
        for (const [path, content] of models) scene.writeModel(path.slice('/models/'.length), content);
        const arrived: WindowEvent[] = [];
        for (const part of parts) {
          const events = part.map((arrival) => toEvent(arrival, timesOfEvents));
          arrived.push(...events);
          for (let partition = 0; partition < PARTITIONS; partition++) {
            const lines = events.flatMap((event, index) =>
              partitionOf(event) === partition ? [toLine(event, part[index]?.isElsewhere === true)] : [],
            );
            if (lines.length > 0) await scene.land('iot', lines, partition);
          }
          await scene.refresh('silver/iot,gold/windows');
          const rows = await scene.rows(windowQuery('iot_maintenance', WINDOWS));
          expect(sorted(rows)).toEqual(sorted(expectedWindows(WINDOWS, arrived)));
        }
      } finally {
        await scene.end();
      }
    }),
    // Shrinking would take minutes; the seed is enough.
    { numRuns: runs(3, 6), endOnFailure: true },
  );
});

function toEvent({ event, fields: more }: Arrival, timesOfEvents: readonly number[]): WindowEvent {
  const number = event % timesOfEvents.length;
  const id = `m-${number}`;
  const at = MIDNIGHT + (timesOfEvents[number] ?? 0);
  return { id, time: at, record: { ...more, maintenanceId: id } };
}

/** A repeated event has the same partition key. */
function partitionOf({ id }: WindowEvent): number {
  return Number(id.slice('m-'.length)) % PARTITIONS;
}

function toLine({ time: at, record }: WindowEvent, isElsewhere: boolean): ReturnType<typeof lineOf> {
  const here = new Date(at).toISOString();
  const servicedAt = isElsewhere ? new Date(at + 120 * MINUTE).toISOString().replace('Z', '+02:00') : here;
  const line = lineOf('iot.maintenance', here, { ...(record as object), deviceId: 'dev-1', servicedAt });
  // In the order of arrival: enqueued times of one partition do not decrease.
  return { contract: line.contract, event: line.event };
}

function sorted(rows: readonly unknown[][]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
