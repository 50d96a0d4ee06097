import { QuarantineIndex } from '../../src/lib/quarantine/quarantine-index';
import { createQuarantineReader, type QuarantineReader } from '../../src/lib/quarantine/quarantine-reader';
import {
  createQuarantineTotals,
  type QuarantineTotalsReader,
} from '../../src/lib/quarantine/quarantine-totals';
import { type QuarantineSlots, type QuarantineStore } from '../../src/lib/quarantine/ports';
import { type ReplayOptions, replayRecords, type ReplayRun } from '../../src/lib/quarantine/replay';
import { type ReplayRequest } from '../../src/lib/quarantine/replay-api';

/** Every part of the quarantine over one index; in the app each trigger has its own part. */
export interface Quarantine extends QuarantineReader, QuarantineTotalsReader {
  readonly index: QuarantineIndex;
  replay(
    request: ReplayRequest,
    by: string | null,
  ): Promise<ReplayRun | { readonly unknown: readonly string[] }>;
}

export interface QuarantineOptions extends Omit<ReplayOptions, 'partitions' | 'by' | 'slots' | 'store'> {
  readonly slots: QuarantineSlots;
  readonly store: QuarantineStore;
}

export function createQuarantine(options: QuarantineOptions): Quarantine {
  const { store, slots, registry, clock } = options;
  const index = new QuarantineIndex({ store, slots, clock });
  return {
    index,
    ...createQuarantineReader({ store, slots, index, registry }),
    ...createQuarantineTotals(index, store),
    replay: (request, by) => replayRecords(request, { ...options, by, partitions: () => index.catchUp() }),
  };
}
