import { type Source } from '../contracts/source';
import {
  type BronzeHead,
  type HubState,
  type LandedTotals,
  type LiveProgress,
  type WaitingPosition,
} from './ports';
import { type PartitionStatus, type SourceStatus } from './api';

/** The readings of all stages for one source; undefined for a stage that did not answer or does not exist. */
export interface SourceFindings {
  readonly source: Source;
  readonly hub: HubState | undefined;
  readonly heads: readonly BronzeHead[] | undefined;
  readonly waiting: readonly WaitingPosition[] | undefined;
  readonly live: readonly LiveProgress[] | undefined;
  readonly totals: LandedTotals | undefined;
}

/**
 * The status of one source in all stages. Positions of other hub generations are ignored, because their
 * sequence numbers began at 0 again. If the hub does not answer, the newest generation in Bronze is used.
 */
export function toSourceStatus(findings: SourceFindings): SourceStatus {
  const { source, hub, totals } = findings;
  const { heads, live } = ofCurrentGeneration(findings);
  const numbers = new Set<number>();
  for (const { partition } of [...(hub?.partitions ?? []), ...(heads ?? []), ...(live ?? [])])
    numbers.add(partition);
  const partitions = [...numbers]
    .sort((a, b) => a - b)
    .map((partition) => toPartitionStatus(partition, hub, heads, live));
  return {
    source,
    hub:
      hub === undefined
        ? null
        : {
            hubGeneration: hub.hubGeneration,
            received: sum(partitions.map(({ received }) => received ?? 0)),
            newestEnqueuedTime: newest(
              hub.partitions.flatMap(({ newestEnqueuedTime }) => newestEnqueuedTime ?? []),
            ),
          },
    bronze:
      heads === undefined
        ? null
        : {
            landed: sum(partitions.map(({ landed }) => landed ?? 0)),
            accepted: totals?.accepted ?? null,
            quarantined: totals?.quarantined ?? null,
            slots: sum(heads.map(({ slot }) => slot + 1)),
            lag: hub === undefined ? null : sum(partitions.map(({ landingLag }) => landingLag ?? 0)),
            newestEnqueuedTime: newest(heads.map(({ lastEnqueuedTime }) => lastEnqueuedTime)),
          },
    live:
      live === undefined
        ? null
        : {
            aggregated: sum(partitions.map(({ aggregated }) => aggregated ?? 0)),
            lag: heads === undefined ? null : sum(partitions.map(({ liveLag }) => liveLag ?? 0)),
          },
    partitions,
  };
}

/** The heads and positions of this source in the current hub generation. */
export function ofCurrentGeneration({
  source,
  hub,
  heads,
  live,
}: Pick<SourceFindings, 'source' | 'hub' | 'heads' | 'live'>): {
  readonly heads: readonly BronzeHead[] | undefined;
  readonly live: readonly LiveProgress[] | undefined;
} {
  const own = [...(heads ?? []), ...(live ?? [])].filter((position) => position.source === source);
  // Hub generations sort by the time at which they began.
  const hubGeneration =
    hub?.hubGeneration ??
    own
      .map(({ hubGeneration }) => hubGeneration)
      .sort()
      .at(-1);
  const isCurrent = (position: { readonly source: Source; readonly hubGeneration: string }): boolean =>
    position.source === source && position.hubGeneration === hubGeneration;
  return { heads: heads?.filter(isCurrent), live: live?.filter(isCurrent) };
}

function toPartitionStatus(
  partition: number,
  hub: HubState | undefined,
  heads: readonly BronzeHead[] | undefined,
  live: readonly LiveProgress[] | undefined,
): PartitionStatus {
  const isThis = (position: { readonly partition: number }): boolean => position.partition === partition;
  const position = hub?.partitions.find(isThis);
  const head = heads?.find(isThis);
  const received = hub === undefined ? null : (position?.lastSequenceNumber ?? -1) + 1;
  const landed = heads === undefined ? null : (head?.lastSequenceNumber ?? -1) + 1;
  const aggregated = live === undefined ? null : (live.find(isThis)?.lastSequenceNumber ?? -1) + 1;
  return {
    partition,
    received,
    newestEnqueuedTime: position?.newestEnqueuedTime ?? null,
    slot: head?.slot ?? null,
    landed,
    landingLag: lagOf(received, landed),
    aggregated,
    liveLag: lagOf(landed, aggregated),
  };
}

/** Never below zero: the stages are not read at the same moment, so a later reading may be ahead. */
function lagOf(given: number | null, done: number | null): number | null {
  return given === null || done === null ? null : Math.max(0, given - done);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function newest(times: readonly string[]): string | null {
  if (times.length === 0) return null;
  return new Date(Math.max(...times.map((time) => Date.parse(time)))).toISOString();
}
