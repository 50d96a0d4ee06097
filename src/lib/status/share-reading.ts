import { type Clock } from '../platform/clock';

export interface ShareReadingOptions {
  readonly clock: Clock;
  /** How long an answer, or an error, is reused. @default 500 */
  readonly freshMilliseconds?: number;
}

/**
 * Shares a reading between callers: all wait for the running one, and its answer is reused for a moment. So a
 * service gets one request at a time, with any number of callers.
 */
export function shareReading<T>(
  read: () => Promise<T>,
  { clock, freshMilliseconds = 500 }: ShareReadingOptions,
): () => Promise<T> {
  let last: { readonly answer: Promise<T>; settledAt: number | undefined } | undefined;
  return () => {
    const now = clock.now().getTime();
    if (last !== undefined && (last.settledAt === undefined || now - last.settledAt < freshMilliseconds)) {
      return last.answer;
    }
    const answer = read();
    const reading: NonNullable<typeof last> = { answer, settledAt: undefined };
    const settled = (): void => {
      reading.settledAt = clock.now().getTime();
    };
    void answer.then(settled, settled);
    last = reading;
    return answer;
  };
}
