import { LakehouseError } from '../lakehouse-error';
import { type Plan } from '../plan';
import { slotTail } from './slot-path';

/**
 * Slots of a source that a table does not contain yet, as paths in the bronze container: those in `until` and
 * not in `since`. Slots are numbered without holes, so nothing is listed and the cost depends only on the
 * number of new slots.
 *
 * @param since the plan of the newest refresh that the table contains; undefined for a new table, which reads
 * all slots
 * @throws LakehouseError `corrupt` if the later plan ends before the earlier one, because events would be
 * lost
 */
export function newSlots(source: string, since: Plan | undefined, until: Plan): string[] {
  const known = new Map(
    (since?.bronze[source] ?? []).map(({ hubGeneration, partition, slot }) => [
      `${hubGeneration}/${partition}`,
      slot,
    ]),
  );
  const heads = until.bronze[source] ?? [];
  const paths: string[] = [];
  for (const { hubGeneration, partition, slot } of heads) {
    const place = `${hubGeneration}/${partition}`;
    const last = known.get(place) ?? -1;
    known.delete(place);
    if (slot < last) throw shrunk(source, place, until, last);
    for (let next = last + 1; next <= slot; next++)
      paths.push(`${source}/${slotTail({ hubGeneration, partition, slot: next })}`);
  }
  for (const [place, last] of known) throw shrunk(source, place, until, last);
  return paths;
}

function shrunk(source: string, place: string, { refresh }: Plan, last: number): LakehouseError {
  return new LakehouseError(
    'corrupt',
    `the plan of refresh ${refresh} ends before slot ${last} of ${source}/${place}, which an earlier refresh has read`,
  );
}
