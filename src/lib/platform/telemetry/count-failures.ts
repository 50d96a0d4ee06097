import { type Source } from '../../contracts/source';
import { errorType } from './in-span';
import { instruments } from './instruments';

export interface CountFailuresOptions {
  readonly stage: 'landing' | 'live';
  readonly source: Source;
  /** Of the call. */
  readonly log: { error(...words: unknown[]): void };
}

/**
 * Does one whole call of a trigger, and counts and logs it where it fails. Everything that can fail belongs in `call`, the
 * reading of the trigger's metadata too: the alert `poison-batch` reads the count alone.
 *
 * @throws whatever `call` throws, so that the retry policy holds the checkpoint
 */
export async function countFailures<T>(
  { stage, source, log }: CountFailuresOptions,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { failedLandings, failedFolds } = instruments();
    const counter = stage === 'landing' ? failedLandings : failedFolds;
    counter.add(1, { 'sluice.source': source, 'error.type': errorType(error) });
    log.error(`a call failed: ${stage} of ${source}: ${errorType(error)}`);
    throw error;
  }
}
