import { type Rejection } from './contract';

/** Longest event that is judged: 256 KiB, the limit of a message in the Event Hubs Basic tier. */
export const DEFAULT_MAX_EVENT_BYTES = 262_144;

const MAX_MESSAGE_LENGTH = 500;

export function tooLarge(maxEventBytes: number): Rejection {
  return { code: 'too_large', path: '', message: `The event is longer than ${maxEventBytes} bytes.` };
}

/** For a fault of the judge itself: the event is kept and the batch goes on. */
export function failed(error: unknown): Rejection {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'judge_failed',
    path: '',
    message: `The judge failed: ${reason.slice(0, MAX_MESSAGE_LENGTH)}`,
  };
}
