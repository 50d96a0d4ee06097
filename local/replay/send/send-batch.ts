import { setTimeout as delay } from 'node:timers/promises';
import { type IngestClient } from './ingest-client';
import { type ReplayTotals } from './totals';

/** A record as sent, and its row in the file. */
export interface OutgoingRecord {
  /** Row in the file, from 1. */
  readonly row: number;
  /** One line of NDJSON, or a row of CSV, with the line end. */
  readonly bytes: Buffer;
}

export interface SendBatchOptions {
  readonly client: Pick<IngestClient, 'post'>;
  readonly records: readonly OutgoingRecord[];
  /** Sent before the records of each request: the header of CSV. */
  readonly header?: string | undefined;
  readonly totals: ReplayTotals;
  /** Called with the reason each time records are sent again. */
  readonly onRetry?: ((reason: string) => void) | undefined;
  /** Ends the waiting between attempts. */
  readonly signal: AbortSignal;
  /** Limit of attempts in which no record is accepted. @default 10 */
  readonly maxAttempts?: number;
  /**
   * Delay before the second attempt. It doubles up to 10 s, unless the response has a `Retry-After`. @default
   * 250
   */
  readonly firstDelayMilliseconds?: number;
}

const MAX_DELAY_MILLISECONDS = 10_000;

/**
 * Sends records until each has a result. Sends only failed records and unanswered requests again.
 *
 * @returns why the remaining records were given up, or `undefined` if all have a result
 */
export async function sendBatch({
  client,
  header,
  totals,
  onRetry,
  signal,
  maxAttempts = 10,
  firstDelayMilliseconds = 250,
  ...options
}: SendBatchOptions): Promise<string | undefined> {
  let left = options.records;
  let delayMilliseconds = firstDelayMilliseconds;
  for (let attempt = 1; ;) {
    const outcome = await client.post(toBody(left, header), left.length);
    totals.requests += 1;
    let reason: string;
    if (outcome.kind === 'refused') {
      totals.failed += left.length;
      return outcome.reason;
    } else if (outcome.kind === 'answered') {
      const { rejected, failed } = outcome;
      totals.accepted += left.length - rejected.length - failed.length;
      totals.rejected += rejected.length;
      totals.quarantined += rejected.filter(({ quarantined }) => quarantined).length;
      for (const one of rejected) totals.addExample({ row: left[one.index]?.row ?? 0, reason: one.reason });
      if (failed.length === 0) return undefined;
      // Some records were accepted, so the service works, if slowly: attempts count from 1 again.
      if (failed.length < left.length) [attempt, delayMilliseconds] = [1, firstDelayMilliseconds];
      const indexes = new Set(failed);
      left = left.filter((_, index) => indexes.has(index));
      reason = 'the hub does not accept events';
    } else {
      if (outcome.uncertain) totals.uncertain += left.length;
      reason = outcome.reason;
    }
    if (attempt >= maxAttempts || signal.aborted) {
      totals.failed += left.length;
      return signal.aborted ? `interrupted (${reason})` : `gave up after ${attempt} attempts: ${reason}`;
    }
    totals.retries += 1;
    onRetry?.(reason);
    await wait(outcome.retryAfterMilliseconds ?? delayMilliseconds, signal);
    attempt += 1;
    delayMilliseconds = Math.min(delayMilliseconds * 2, MAX_DELAY_MILLISECONDS);
  }
}

function toBody(records: readonly OutgoingRecord[], header: string | undefined): Buffer {
  const lines = records.map(({ bytes }) => bytes);
  return Buffer.concat(header === undefined ? lines : [Buffer.from(`${header}\n`), ...lines]);
}

/** The signal ends the wait early; the next attempt is the last. */
async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
