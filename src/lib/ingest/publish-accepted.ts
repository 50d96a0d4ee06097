import { type Publisher, type PublishFailure } from '../publish';
import { isSluiceError } from '../platform/errors';
import { type FailedRecord } from './api';
import { type IngestResult, type RecordResult } from './ingest';

export interface IngestOutcome {
  /** One a record, in order. */
  readonly verdicts: readonly (RecordResult | FailedRecord)[];
  readonly unpublished: readonly PublishFailure[];
}

/** Publishes the accepted records and turns the verdict of each that did not reach the hub into `failed`. */
export async function publishAccepted(
  { verdicts, events, recordIndexes }: IngestResult,
  publisher: Pick<Publisher, 'publish'>,
): Promise<IngestOutcome> {
  const { failures } = await publisher.publish(events);
  if (failures.length === 0) return { verdicts, unpublished: failures };
  const failed = new Map(failures.map(({ index, error }) => [recordIndexes[index], error]));
  return {
    verdicts: verdicts.map((verdict) => {
      const error = failed.get(verdict.index);
      if (error === undefined) return verdict;
      return {
        index: verdict.index,
        verdict: 'failed',
        ...(verdict.id !== undefined && { id: verdict.id }),
        code: isSluiceError(error) ? error.code : 'hub_unavailable',
        message: error instanceof Error ? error.message : 'The hub did not take the event.',
      };
    }),
    unpublished: failures,
  };
}
