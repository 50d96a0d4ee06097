import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Source } from '../../../src/lib/contracts/source';
import { type SimulatedEvent } from '../../../src/lib/simulate/simulated-event';
import { EngineScene, type Line } from '../../conformance/databricks/engine/engine-scene';
import { knownModels } from '../../testing/known-models';
import { isProving } from '../../testing/runs';

export const LAKEHOUSE = join(__dirname, '../../../lakehouse/models');

export interface LakehouseOptions {
  /** The business time zone of Gold. @default UTC */
  readonly businessTimeZone?: string;
  /**
   * The tables that a test reads: its refreshes create these and their inputs. Under `npm run prove` they create
   * every table. @default every table
   */
  readonly upTo?: readonly string[];
}

/** A lake on disk with the project's own models. */
export function startLakehouse({
  businessTimeZone = 'UTC',
  upTo,
}: LakehouseOptions = {}): Promise<EngineScene> {
  const scene = EngineScene.onDisk();
  scene.businessTimeZone = businessTimeZone;
  symlinkSync(LAKEHOUSE, scene.modelsDirectory, 'junction');
  if (upTo !== undefined && !isProving) scene.select = modelsUpTo(upTo, scene.modelsDirectory);
  return Promise.resolve(scene);
}

/** Tables and all their inputs, as a selection of models. */
function modelsUpTo(tables: readonly string[], directory: string): string {
  const { models } = knownModels(directory);
  const found = new Set<string>();
  const visit = (name: string): void => {
    const model = models.get(name);
    if (model === undefined) throw new Error(`there is no model ${name}`);
    if (found.has(model.name)) return;
    found.add(model.name);
    model.upstreams.forEach(visit);
  };
  for (const name of tables) visit(name.slice(name.indexOf('.') + 1));
  return [...found].join();
}

/** A line of Bronze around a record, in a producer's envelope. */
export function lineOf(
  contract: string,
  time: string,
  data: Readonly<Record<string, unknown>>,
  enqueuedTime = time,
): Line {
  const id = `${contract}-${JSON.stringify(data).length}`;
  const event = { specversion: '1.0', id, source: '/test', type: contract, time, data };
  return { contract, event, enqueuedTime };
}

/** Whether landing quarantines the event; by its fault, without validation. */
export function isQuarantined({ fault }: SimulatedEvent): boolean {
  return fault !== undefined && !['duplicate', 'late', 'contradicting'].includes(fault);
}

export interface Envelope {
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function envelopeOf({ body }: SimulatedEvent): Envelope {
  return JSON.parse(body.toString('utf8')) as Envelope;
}

/** Lands the events of a simulator in their order, spread evenly over a window. */
export async function landSimulated(
  scene: EngineScene,
  source: Source,
  {
    events,
    from,
    to,
  }: { readonly events: readonly SimulatedEvent[]; readonly from: Date; readonly to: Date },
): Promise<void> {
  const step = (to.getTime() - from.getTime()) / (events.length + 1);
  const lines = events.map((event, index): Line => {
    const enqueuedTime = new Date(from.getTime() + Math.floor(step * (index + 1))).toISOString();
    return isQuarantined(event)
      ? { contract: event.type, event: {}, verdict: 'quarantined', enqueuedTime }
      : { contract: event.type, event: { ...envelopeOf(event) }, enqueuedTime };
  });
  if (lines.length > 0) await scene.land(source, lines);
}
