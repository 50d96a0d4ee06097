import { type Publisher, type PublishFailure } from '../publish';
import { isSluiceError } from '../platform/errors';
import { type FailedRecord } from './api';
import { type IngestResult, type RecordResult } from './ingest';

export interface IngestOutcome {
  /** One result per record, in order. */
  readonly results: readonly (RecordResult | FailedRecord)[];
  readonly unpublished: readonly PublishFailure[];
}

/** Publishes the accepted records. The result of each record that did not reach the hub becomes `failed`. */
export async function publishAccepted(
  { results, events, recordIndexes }: IngestResult,
  publisher: Pick<Publisher, 'publish'>,
): Promise<IngestOutcome> {
  const { failures } = await publisher.publish(events);
  if (failures.length === 0) return { results, unpublished: failures };
  const failed = new Map(failures.map(({ index, error }) => [recordIndexes[index], error]));
  return {
    results: results.map((result) => {
      const error = failed.get(result.index);
      if (error === undefined) return result;
      return {
        index: result.index,
        verdict: 'failed',
        ...(result.id !== undefined && { id: result.id }),
        code: isSluiceError(error) ? error.code : 'hub_unavailable',
        message: error instanceof Error ? error.message : 'The hub did not accept the event.',
      };
    }),
    unpublished: failures,
  };
}
