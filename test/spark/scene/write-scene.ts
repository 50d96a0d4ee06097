import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HubGeneration, toHubGeneration } from '../../../src/lib/event-log/positions';
import { type SimulatedSource } from '../../../src/lib/contracts/source';
import { createSimulator, type Simulator } from '../../../src/lib/simulate/simulator';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { extremeEvents, unsoundEvents } from '../../testing/fixtures/extreme-events';
import { type ArrivingEvent, type BatchRun, writeBatchFiles } from './batch-files';
import { BronzeWriter } from './bronze-writer';
import { oddSpellings } from './odd-events';

const HOUR = 3_600_000;
/** Late enough for the windows to cross midnight, so that facts of the day before change. */
const BEGIN = new Date('2026-11-20T20:00:00.000Z');
const EVENTS_PER_SECOND = 0.15;

/** More of every error than the simulators' default, because the windows are short. */
const FAULTS = {
  duplicate: 0.03,
  late: 0.05,
  malformed: 0.004,
  contractBreaking: 0.01,
  unknownType: 0.004,
  oversized: 0,
  contradicting: 0,
};

interface Window {
  readonly fromHour: number;
  readonly toHour: number;
  readonly sources: readonly SimulatedSource[];
}

/** Data of each refresh: everything; everything again with new hub generations halfway; two sources only; nothing. */
const WINDOWS: readonly Window[] = [
  { fromHour: 0, toHour: 6, sources: ['iot', 'ecommerce', 'customers', 'logistics'] },
  { fromHour: 6, toHour: 9, sources: ['iot', 'ecommerce', 'customers', 'logistics'] },
  { fromHour: 9, toHour: 11, sources: ['ecommerce', 'customers'] },
  { fromHour: 11, toHour: 11, sources: [] },
];

/** The window from which a source has a new hub generation: its slots begin at 0 again. */
const NEW_GENERATION_FROM: Readonly<Partial<Record<SimulatedSource, number>>> = { logistics: 1 };

/** The windows whose refresh also ran the batch pipelines; the first one did not. */
const BATCH_WINDOWS: readonly number[] = [1, 2];

/** The window with events at the limits of their types, and some that an older rule accepted. */
const EXTREME_WINDOW = 1;

/** @returns the refresh numbers, ascending */
export async function writeScene({
  lake,
  seed,
}: {
  readonly lake: string;
  readonly seed: number;
}): Promise<number[]> {
  const simulator = createSimulator({ seed });
  const bronze = new BronzeWriter(lake);
  const refreshes: number[] = [];
  let batch: Readonly<Record<string, BatchRun>> = {};
  for (const [index, { fromHour, toHour, sources }] of WINDOWS.entries()) {
    const from = new Date(BEGIN.getTime() + fromHour * HOUR);
    const to = new Date(BEGIN.getTime() + toHour * HOUR);
    for (const source of sources) {
      const hubGeneration = toHubGeneration(
        index >= (NEW_GENERATION_FROM[source] ?? Infinity) ? new Date(from.getTime() + 1) : BEGIN,
      );
      const events = eventsOf(simulator, source, from, to, index);
      await bronze.land(source, hubGeneration, { from, to, events });
      if (index === EXTREME_WINDOW) await landExtremes(bronze, source, hubGeneration, from, to);
      if (source === 'ecommerce' && BATCH_WINDOWS.includes(index))
        batch = await writeBatchFiles({ lake, generation: index, events });
    }
    const refresh = to.getTime() + index + 60_000;
    await writePlan(lake, {
      refresh,
      previous: refreshes.at(-1) ?? null,
      asOf: to,
      bronze: bronze.heads(),
      batch,
    });
    refreshes.push(refresh);
  }
  return refreshes;
}

/**
 * Lands events that contracts accept and Silver can hardly represent, and events that only an older rule accepted.
 */
async function landExtremes(
  bronze: BronzeWriter,
  source: SimulatedSource,
  hubGeneration: HubGeneration,
  from: Date,
  to: Date,
): Promise<void> {
  for (const contract of createRegistry().ofSource(source)) {
    const events = [...extremeEvents(contract), ...unsoundEvents(contract)].map(({ text }) => ({
      partitionKey: 'extreme',
      body: Buffer.from(text),
    }));
    const validate = ({ body }: { readonly body: Buffer }) =>
      ({ verdict: 'accepted', contract, bytes: body }) as const;
    await bronze.land(source, hubGeneration, { from, to, events, validate });
  }
}

function eventsOf(
  simulator: Simulator,
  source: SimulatedSource,
  from: Date,
  to: Date,
  index: number,
): ArrivingEvent[] {
  const simulated = simulator.simulate({
    source,
    from,
    to,
    eventsPerSecond: EVENTS_PER_SECOND,
    faults: FAULTS,
    ...(source === 'logistics' && { shopEventsPerSecond: EVENTS_PER_SECOND }),
  });
  const usual = simulated.filter(({ fault }) => fault === undefined).slice(0, 40);
  const registry = createRegistry();
  const odd = usual.flatMap((event) =>
    oddSpellings(event, registry.find(event.type)?.eventId.slice(1) ?? ''),
  );
  const known = source === 'customers' && index === 0 ? simulator.currentCustomers({ at: from }) : [];
  return [...known, ...simulated, ...odd];
}

async function writePlan(
  lake: string,
  plan: {
    readonly refresh: number;
    readonly previous: number | null;
    readonly asOf: Date;
    readonly bronze: ReturnType<BronzeWriter['heads']>;
    readonly batch: Readonly<Record<string, BatchRun>>;
  },
): Promise<void> {
  const folder = join(lake, 'gold', '_refresh', String(plan.refresh).padStart(15, '0'));
  await mkdir(folder, { recursive: true });
  const { refresh, previous, asOf, bronze, batch } = plan;
  const refreshId = `${asOf.toISOString().replace(/[-:]|\.\d+/g, '')}-${refresh.toString(16).slice(-8)}`;
  const text = JSON.stringify({
    refresh,
    refreshId,
    previous,
    asOf: asOf.toISOString(),
    bronze,
    batch,
  });
  await writeFile(join(folder, 'plan.json'), text);
}
