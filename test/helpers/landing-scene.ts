import { Lander, type LanderOptions } from '../../src/lib/landing/lander';
import { type ReceivedEvent } from '../../src/lib/event-log/received-event';
import { type Incarnation } from '../../src/lib/event-log/positions';
import { HUB_CREATED_ON, INCARNATION, judgeJson, PARTITION } from './events';
import { MemoryHubLog } from './memory-hub-log';
import { MemoryLake } from './memory-lake';
import { MemoryLandingState } from './memory-landing-state';
import { readLines } from './read-bronze';

/** A lake, a table and a hub in memory, a process that lands in them, and more processes on demand. */
export function setUp(options: Partial<LanderOptions> = {}) {
  const lake = new MemoryLake();
  const state = new MemoryLandingState();
  const hub = new MemoryHubLog();
  const pauses: number[] = [];
  const openLander = (more: Partial<LanderOptions> = {}): Lander =>
    new Lander({
      source: 'iot',
      store: lake,
      state,
      hub,
      judge: judgeJson,
      clock: { now: () => HUB_CREATED_ON },
      pause: (milliseconds) => {
        pauses.push(milliseconds);
        return Promise.resolve();
      },
      ...options,
      ...more,
    });
  const lander = openLander();
  const land = (events: readonly ReceivedEvent[]) => lander.land(PARTITION.partition, events);
  const landed = (incarnation: Incarnation = INCARNATION): number[] =>
    readLines([...lake.objects.values()].filter(({ path }) => path.includes(incarnation))).map(
      ({ sequenceNumber }) => sequenceNumber,
    );
  return { lake, state, hub, pauses, lander, openLander, land, landed };
}

/** `from` to `to`, both included. */
export const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
