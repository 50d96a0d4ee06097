import {
  type AggregateOutcome,
  type LiveStateStore,
} from '../../../../src/lib/live/windows/live-state-store';
import { type BronzeSlots } from '../../../../src/lib/live/windows/bronze-slots';
import { SluiceError } from '../../../../src/lib/platform/errors';
import { type Fault, ProcessDied } from '../../../testing/fakes/hostile-process';

export interface HostileOptions {
  readonly store: LiveStateStore;
  readonly slots: BronzeSlots;
  /** The n-th request has the n-th fault; later requests succeed. */
  readonly faults: readonly Fault[];
  /** Resolves when the scheduler lets the process continue. */
  readonly turn: (label: string) => Promise<unknown>;
}

/**
 * The live state and Bronze as one process sees them over a bad network, until it dies. A write whose reply was lost
 * returns a conflict, because the client has sent it again.
 */
export function createHostileState({ store, slots, faults, turn }: HostileOptions): {
  readonly store: LiveStateStore;
  readonly slots: BronzeSlots;
  step(label: string): Promise<void>;
} {
  const rest = [...faults];
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new ProcessDied();
  };
  const request = async <T>(label: string, perform: () => Promise<T>, onLost?: T): Promise<T> => {
    if (dead) throw new ProcessDied();
    const fault = rest.shift() ?? 'none';
    await turn(label);
    if (fault === 'deadBefore') die();
    if (fault === 'late') void turn(`late ${label}`).then(perform);
    if (fault === 'late' || fault === 'failed') throw unavailable(label);
    const answer = await perform();
    await turn(`answer to ${label}`);
    if (fault === 'deadAfter') die();
    if (fault !== 'lostReply') return answer;
    if (onLost !== undefined) return onLost;
    throw unavailable(label);
  };
  const lost: AggregateOutcome = { outcome: 'conflict', cause: new Error('412 after a lost reply') };
  return {
    store: {
      register: (...args) => request('register', () => store.register(...args)),
      readPosition: (...args) => request('read position', () => store.readPosition(...args)),
      firstVersion: () => store.firstVersion(),
      readMinute: (...args) => request('read minute', () => store.readMinute(...args)),
      write: (...args) => request<AggregateOutcome>('write', () => store.write(...args), lost),
      readDelivered: (...args) => request('read delivered', () => store.readDelivered(...args)),
    },
    slots: {
      readEvents: (...args) => request('read slot', () => slots.readEvents(...args)),
      readMetadata: (...args) => request('read metadata', () => slots.readMetadata(...args)),
    },
    async step(label) {
      if (dead) throw new ProcessDied();
      const fault = rest.shift() ?? 'none';
      await turn(label);
      if (fault === 'deadBefore' || fault === 'deadAfter') die();
    },
  };
}

function unavailable(label: string): SluiceError {
  return new SluiceError('table_unavailable', `${label}: injected`, { kind: 'transient' });
}
