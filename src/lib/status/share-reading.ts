import { type Clock } from '../platform/clock';

export interface ShareReadingOptions {
  readonly clock: Clock;
  /** How long an answer, or a fault, is given again. @default 500 */
  readonly freshMilliseconds?: number;
}

/**
 * A reading that callers share: one that is under way is waited for, and its answer holds for a moment. However many
 * ask, and however slowly a service answers, it is asked one question at a time.
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
