import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type Source } from '../../../src/lib/shared/source';
import { type SimulatedEvent } from '../../../src/lib/source/simulate/simulated-event';
import { EngineScene, type Line } from '../../conformance/databricks/engine/engine-scene';

export const LAKEHOUSE = join(__dirname, '../../../lakehouse/models');

/** A lake with the project's own models. */
export async function startLakehouse({ businessTimeZone = 'UTC' } = {}): Promise<EngineScene> {
  const scene = await EngineScene.start({});
  scene.businessTimeZone = businessTimeZone;
  cpSync(LAKEHOUSE, scene.modelsDirectory, { recursive: true });
  return scene;
}

/** A line of Bronze around a record, in the envelope that a producer would send. */
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

/** Whether landing quarantines the event; by its fault, without asking the judge. */
export function isQuarantined({ fault }: SimulatedEvent): boolean {
  return fault !== undefined && fault !== 'duplicate' && fault !== 'late';
}

export interface Envelope {
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function envelopeOf({ body }: SimulatedEvent): Envelope {
  return JSON.parse(body.toString('utf8')) as Envelope;
}

/** Lands what a simulator made, in its order, spread evenly over a window. */
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
