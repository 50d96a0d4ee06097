import { setTimeout as delay } from 'node:timers/promises';
import { type StandInError } from '../../kit';
import { type BatchesOptions, toBatches } from './batches';
import { type IngestClient } from './ingest-client';
import { type OutgoingRecord, sendBatch, type SendBatchOptions } from './send-batch';

export interface ReplayRowsOptions
  extends
    BatchesOptions,
    Pick<SendBatchOptions, 'header' | 'onRetry' | 'maxAttempts' | 'firstDelayMilliseconds'> {
  readonly client: Pick<IngestClient, 'post'>;
  /** Requests in flight at once. 1 keeps the order of the file. */
  readonly inFlight: number;
  /** Limit of records a second. @default Infinity */
  readonly recordsPerSecond?: number;
  /** Ends the replay: requests in flight finish, and no more are sent. */
  readonly signal: AbortSignal;
}

/**
 * Sends every row, with several requests in flight, and counts into `totals`.
 *
 * @returns why it ended early, or `undefined`
 */
export async function replayRows({
  client,
  inFlight,
  recordsPerSecond = Infinity,
  signal,
  ...options
}: ReplayRowsOptions): Promise<string | undefined> {
  const { totals, batchSize } = options;
  const batches = toBatches({ ...options, batchSize: Math.max(1, Math.min(batchSize, recordsPerSecond)) });
  const started = performance.now();
  let taken = 0;
  const isAborted = (): boolean => signal.aborted;
  const state: { ended?: string | undefined } = {};
  const takeNext = async (): Promise<readonly OutgoingRecord[] | undefined> => {
    if (state.ended !== undefined || isAborted()) return undefined;
    const result = await batches.next();
    if (result.done === true) return undefined;
    const { value } = result;
    const due = started + (taken / recordsPerSecond) * 1000;
    taken += value.length;
    await pause(due - performance.now(), signal);
    return isAborted() ? undefined : value;
  };
  const worker = async (): Promise<void> => {
    for (let records = await takeNext(); records !== undefined; records = await takeNext()) {
      const ended = await sendBatch({ ...options, client, records, totals, signal });
      state.ended ??= ended;
    }
  };
  const results = await Promise.allSettled(Array.from({ length: inFlight }, worker));
  await batches.return(undefined);
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    // A malformed file ends the replay; records sent before still count.
    if (!isUnusableFile(result.reason)) throw result.reason;
    state.ended ??= result.reason.message;
  }
  return state.ended ?? (isAborted() ? 'interrupted' : undefined);
}

function isUnusableFile(error: unknown): error is StandInError {
  return error instanceof Error && 'code' in error && error.code === 'option_invalid';
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return;
  try {
    await delay(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
