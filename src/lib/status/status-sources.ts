import { type LiveReadings } from '../live/live-readings';
import { type QuarantineTotalsReader } from '../quarantine';
import { type LandedTotals, type LiveProgress, type QuarantineTotals } from './ports';
import { type Source, SOURCES } from '../contracts/source';

/** The index may be as old as this for the status, which is asked every second. */
const INDEX_AGE_MILLISECONDS = 2000;

/** How far every hub partition is folded, as the status sees it. */
export async function readLiveProgress(
  live: Pick<LiveReadings, 'readPositions'>,
): Promise<readonly LiveProgress[]> {
  const lists = await Promise.all(SOURCES.map((source) => live.readPositions(source)));
  return lists
    .flat()
    .map(({ partition, position: { through, floor } }) => ({ ...partition, through, floor }));
}

/** What landing and quarantine have come to, as the status sees it. */
export async function readQuarantineTotals(quarantine: QuarantineTotalsReader): Promise<QuarantineTotals> {
  const age = { maxAgeMilliseconds: INDEX_AGE_MILLISECONDS };
  const [summary, partitions] = await Promise.all([quarantine.summary(age), quarantine.totals(age)]);
  const landed = new Map<Source, LandedTotals>(
    SOURCES.map((source) => [source, { source, accepted: 0, quarantined: 0 }]),
  );
  for (const { source, accepted, quarantined } of partitions) {
    const before = landed.get(source);
    landed.set(source, {
      source,
      accepted: (before?.accepted ?? 0) + accepted,
      quarantined: (before?.quarantined ?? 0) + quarantined,
    });
  }
  return { ...summary, landed: [...landed.values()] };
}
