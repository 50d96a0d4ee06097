import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Lander } from '../../src/lib/landing/lander';
import { type Incarnation, partitionPath } from '../../src/lib/event-log/positions';
import { type HubPartition } from '../../src/lib/event-log/hub-reader';
import { reconcile } from '../../src/lib/landing/reconcile';
import { HUB_CREATED_ON, INCARNATION, judgeJson, PARTITION, receivedEvent, receivedEvents } from './events';
import { MemoryLake } from './memory-lake';
import { MemoryLandingState } from './memory-landing-state';
import { MemoryHubLog } from './memory-hub-log';

export const slotName = (slot: number): string =>
  `${partitionPath(PARTITION)}/${String(slot).padStart(12, '0')}.ndjson.gz`;

/** Four slots of three events in partition 3 (one quarantined a slot), and two events in partition 0. */
export async function landedLake(): Promise<MemoryLake> {
  const lake = new MemoryLake();
  const lander = landerOf(lake);
  for (let from = 0; from < 12; from += 3) {
    const bad = receivedEvent(from + 1, { body: Buffer.from('bad') });
    await lander.land(3, [receivedEvent(from), bad, receivedEvent(from + 2)]);
  }
  await lander.land(0, receivedEvents(0, 1));
  return lake;
}

export function landerOf(lake: MemoryLake, hub = new MemoryHubLog()): Lander {
  return new Lander({
    source: 'iot',
    store: lake,
    state: new MemoryLandingState(),
    hub,
    judge: judgeJson,
    clock: { now: () => HUB_CREATED_ON },
    pause: () => Promise.resolve(),
  });
}

export const HUB: readonly HubPartition[] = [
  { partition: 0, beginSequenceNumber: 0, lastSequenceNumber: 1 },
  { partition: 3, beginSequenceNumber: 0, lastSequenceNumber: 11 },
];

export async function books(lake: MemoryLake, hub = HUB, incarnation: Incarnation = INCARNATION) {
  const seen: number[] = [];
  const result = await reconcile({
    sources: ['iot'],
    slots: lake,
    hub: {
      readIncarnation: () => Promise.resolve(incarnation),
      readPartitions: () => Promise.resolve(hub),
    },
    onAccount: ({ partition }) => seen.push(partition),
  });
  expect(seen).toEqual(result.accounts.map(({ partition }) => partition));
  return {
    ...result,
    differences: result.accounts.flatMap(({ partition, differences }) =>
      differences.map((difference) => `p${partition}: ${difference}`),
    ),
  };
}

/** Changes a slot's lines and makes its checksum fit again, so that only the lines can tell. */
export function rewrite(lake: MemoryLake, slot: number, change: (text: string) => string): void {
  const object = lake.objects.get(slotName(slot));
  if (object === undefined) throw new RangeError(`no slot ${slot}`);
  const body = gzipSync(change(gunzipSync(object.body).toString('utf8')));
  lake.put(object.path, body, {
    ...object.metadata,
    sha256: createHash('sha256').update(body).digest('hex'),
  });
}

export function remark(lake: MemoryLake, slot: number, metadata: Readonly<Record<string, string>>): void {
  const object = lake.objects.get(slotName(slot));
  if (object === undefined) throw new RangeError(`no slot ${slot}`);
  lake.put(object.path, object.body, { ...object.metadata, ...metadata });
}

export const withoutLine =
  (index: number) =>
  (text: string): string =>
    text
      .split('\n')
      .filter((_, line) => line !== index)
      .join('\n');

/** What the books say after some damage to a sound lake. */
export const differencesAfter = async (
  damage: (lake: MemoryLake) => void,
  hub = HUB,
): Promise<readonly string[]> => {
  const lake = await landedLake();
  damage(lake);
  const { clean, differences } = await books(lake, hub);
  expect(clean).toBe(differences.length === 0);
  return differences;
};
