import { type HubState, type StatusPorts } from '../../../src/lib/status/ports';
import {
  createStatusReader,
  type StatusReaderOptions,
  type StatusReading,
} from '../../../src/lib/status/read-status';
import { toHubGeneration } from '../../../src/lib/event-log/positions';

export const NOW = new Date('2026-11-21T08:00:00.000Z');
export const GENERATION = toHubGeneration(new Date('2026-11-21T02:50:44.123Z'));
export const EARLIER_GENERATION = toHubGeneration(new Date('2026-11-20T02:50:44.123Z'));

/** So many seconds before {@link NOW}. */
export const ago = (seconds: number): string => new Date(NOW.getTime() - seconds * 1000).toISOString();

/** Two partitions: the first has 100 events and the second none. */
export const HUB: HubState = {
  hubGeneration: GENERATION,
  partitions: [
    { partition: 0, beginSequenceNumber: 0, lastSequenceNumber: 99, newestEnqueuedTime: ago(1) },
    { partition: 1, beginSequenceNumber: 0, lastSequenceNumber: -1 },
  ],
};

export const EMPTY_HUB: HubState = {
  hubGeneration: GENERATION,
  partitions: [{ partition: 0, beginSequenceNumber: 0, lastSequenceNumber: -1 }],
};

/** All stages answer. Only iot has events: 90 landed, 80 are in live windows. */
export const PORTS: StatusPorts = {
  hub: (source) => Promise.resolve(source === 'iot' ? HUB : EMPTY_HUB),
  bronze: () =>
    Promise.resolve([
      {
        source: 'iot',
        hubGeneration: GENERATION,
        partition: 0,
        slot: 2,
        lastSequenceNumber: 89,
        lastEnqueuedTime: ago(3),
        lost: 0,
      },
    ]),
  waiting: () => Promise.resolve([]),
  live: () =>
    Promise.resolve([
      {
        source: 'iot',
        hubGeneration: GENERATION,
        partition: 0,
        lastSequenceNumber: 79,
        wholeFrom: 0,
      } as const,
    ]),
  quarantine: () =>
    Promise.resolve({
      records: 5,
      open: 4,
      bySourceAndCode: [{ source: 'iot', code: 'pattern', records: 5 }],
      landed: [{ source: 'iot', accepted: 85, quarantined: 5 }],
    }),
  refresh: () => Promise.resolve({ current: null, last: null, planned: undefined }),
  sinks: () =>
    Promise.resolve([{ name: 'power-bi', state: 'up', lastDeliveredAt: ago(5), message: null } as const]),
};

export function reader(
  ports: Partial<StatusPorts> = {},
  options: Partial<StatusReaderOptions> = {},
): () => Promise<StatusReading> {
  return createStatusReader({
    ports: { ...PORTS, ...ports },
    clock: { now: () => NOW },
    version: '1.2.3',
    arrivedUrl: null,
    ...options,
  });
}

export async function problemsOf(
  ports: Partial<StatusPorts>,
): Promise<readonly (readonly [string, string])[]> {
  const { status } = await reader(ports)();
  return status.problems.map(({ stage, message }) => [stage, message] as const);
}
