import { type Platform } from '../platform/platform';
import { openQuarantineIndex, openQuarantineTable } from './open-quarantine-index';
import { type Source } from '../contracts/source';
import { countRecords } from './list-records';
import { type QuarantineStore } from './ports';
import { type QuarantineIndex } from './quarantine-index';

/** The totals of one partition of one hub generation, from the index. */
export interface PartitionTotals {
  readonly source: Source;
  readonly hubGeneration: string;
  readonly partition: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly slots: number;
  /** The head; -1 before the first slot. */
  readonly slot: number;
  /** -1 before the first event. */
  readonly lastSequenceNumber: number;
  readonly newestEnqueuedTime: string | null;
}

/** Totals of the quarantine. */
export interface QuarantineSummary {
  readonly records: number;
  /** Records whose event is not in the hub again. */
  readonly open: number;
  /** Open records. A record with several codes counts in each. */
  readonly bySourceAndCode: readonly {
    readonly source: Source;
    readonly code: string;
    readonly records: number;
  }[];
}

/** Reads totals of the index. */
export interface QuarantineTotalsReader {
  /**
   * @param options.maxAgeMilliseconds maximum age of totals that may be reused. @default 0
   */
  totals(options?: { readonly maxAgeMilliseconds?: number }): Promise<readonly PartitionTotals[]>;
  /** See {@link QuarantineTotalsReader.totals}. */
  summary(options?: { readonly maxAgeMilliseconds?: number }): Promise<QuarantineSummary>;
}

export function createQuarantineTotals(
  index: Pick<QuarantineIndex, 'catchUp'>,
  store: Pick<QuarantineStore, 'listRecords'>,
): QuarantineTotalsReader {
  return {
    async totals(age) {
      return (await index.catchUp(age)).map(({ partition, position }) => {
        const {
          accepted,
          quarantined,
          slots: count,
          slot,
          lastSequenceNumber,
          newestEnqueuedTime,
        } = position;
        return {
          ...partition,
          accepted,
          quarantined,
          slots: count,
          slot,
          lastSequenceNumber,
          newestEnqueuedTime,
        };
      });
    },
    async summary(age) {
      const partitions = await index.catchUp(age);
      const [all, open] = await Promise.all(
        (['all', 'open'] as const).map((state) => countRecords(partitions, { state }, store)),
      );
      const bySourceAndCode = new Map<string, QuarantineSummary['bySourceAndCode'][number]>();
      for (const { source, code, records } of open?.counts ?? []) {
        const key = `${source} ${code}`;
        const before = bySourceAndCode.get(key)?.records ?? 0;
        bySourceAndCode.set(key, { source, code, records: before + records });
      }
      return {
        records: all?.total ?? 0,
        open: open?.total ?? 0,
        bySourceAndCode: [...bySourceAndCode.values()].sort((a, b) => b.records - a.records),
      };
    },
  };
}

/** Opens the totals of the quarantine for readers that need no records. @throws SluiceError `config_invalid` */
export function openQuarantineTotals(platform: Platform): QuarantineTotalsReader {
  return createQuarantineTotals(platform.use(openQuarantineIndex), platform.use(openQuarantineTable));
}
