import { type Sample, toSample, withSample } from '../derive/samples';
import { type Answer, type Call } from './api-client';
import { type Connection, toFailedConnection } from '../derive/connection';
import { createStore, type Store } from './store';
import { type PipelineStatus } from './api';

/** The state of the pipeline as the page has it. */
export interface Pipeline {
  /** The newest status. It is kept while there is no connection. */
  readonly status: PipelineStatus | null;
  readonly samples: readonly Sample[];
  readonly connection: Connection;
  /** The app's clock minus the reader's, in milliseconds. */
  readonly clockAhead: number;
}

export interface StatusPollerOptions {
  readonly call: Call;
  readonly isHidden: () => boolean;
  readonly onApplied: (at: string) => void;
}

export interface StatusPoller {
  readonly pipeline: Store<Pipeline>;
  start(): void;
  /** Requests the status now: after a key was given, or when the page becomes visible. */
  hurry(): void;
}

const EACH_MILLISECONDS = 1000;
const HIDDEN_MILLISECONDS = 15_000;
const MAX_MILLISECONDS = 10_000;

/** Requests the status every second, less often while the page is hidden, and at growing intervals without answers. */
export function createStatusPoller({ call, isHidden, onApplied }: StatusPollerOptions): StatusPoller {
  const pipeline = createStore<Pipeline>({
    status: null,
    samples: [],
    connection: { state: 'connecting' },
    clockAhead: 0,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let failures = 0;
  let lastAnswer: number | undefined;

  const look = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const begun = Date.now();
    const answer = await call<PipelineStatus>('/api/status');
    asking = false;
    apply(answer, begun);
    clearTimeout(timer);
    timer = setTimeout(() => void look(), Math.max(0, pause() - (Date.now() - begun)));
  };

  const pause = (): number => {
    if (failures > 0) return Math.min(MAX_MILLISECONDS, EACH_MILLISECONDS * 2 ** (failures - 1));
    return isHidden() ? HIDDEN_MILLISECONDS : EACH_MILLISECONDS;
  };

  const apply = (answer: Answer<PipelineStatus>, begun: number): void => {
    const before = pipeline.get();
    const now = Date.now();
    if (!answer.ok) {
      failures = Math.min(failures + 1, 8);
      pipeline.set({
        ...before,
        connection: toFailedConnection({
          before: before.connection,
          failures,
          since: lastAnswer ?? begun,
          detail: answer.detail,
          unauthorised: answer.kind === 'unauthorised',
        }),
      });
      return;
    }
    failures = 0;
    lastAnswer = now;
    const status = answer.value;
    pipeline.set({
      status,
      samples: withSample(before.samples, toSample(status)),
      connection: { state: 'up' },
      clockAhead: Date.parse(status.at) - now,
    });
    onApplied(status.at);
  };

  return {
    pipeline,
    start: () => void look(),
    hurry: () => {
      clearTimeout(timer);
      void look();
    },
  };
}
