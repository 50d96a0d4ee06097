import { type Publisher, type PublishFailure } from '../publish';
import { isSluiceError } from '../platform/errors';
import { type FailedRecord } from './api';
import { type IngestResult, type RecordResult } from './ingest';

export interface IngestOutcome {
  /** One result per record, in order. */
  readonly results: readonly (RecordResult | FailedRecord)[];
  readonly unpublished: readonly PublishFailure[];
}

/**
 * Publishes the events of a request together: those of accepted records, and those of refused records that go into
 * the quarantine. An accepted record that did not reach the hub becomes `failed`; a refused one says why.
 */
export async function publishValidated(
  { results, events, recordIndexes }: IngestResult,
  publisher: Pick<Publisher, 'publish'>,
): Promise<IngestOutcome> {
  const { failures } = await publisher.publish(events);
  const failed = new Map(failures.map(({ index, error }) => [recordIndexes[index], error]));
  const sent = new Set(recordIndexes);
  return {
    results: results.map((result) => {
      if (!sent.has(result.index)) return result;
      const fault = failed.has(result.index) ? toFault(failed.get(result.index)) : undefined;
      if (result.verdict === 'rejected') {
        return fault === undefined
          ? { ...result, quarantined: true }
          : { ...result, quarantined: false, unquarantined: fault };
      }
      if (fault === undefined) return result;
      return { index: result.index, verdict: 'failed', id: result.id, ...fault };
    }),
    unpublished: failures,
  };
}

function toFault(error: unknown): { readonly code: string; readonly message: string } {
  return {
    code: isSluiceError(error) ? error.code : 'hub_unavailable',
    message: error instanceof Error ? error.message : 'The hub did not accept the event.',
  };
}
