import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Call } from './data/api-client';
import { type KeptAnswers } from './data/kept-answers';
import { type StatusPoller } from './data/status-poller';
import { type Store } from './data/store';
import { type Theme } from './parts/theme';

/** Services that parts of the page share. */
export interface AppContext {
  readonly call: Call;
  /** Answers of pages that were open before. */
  readonly kept: KeptAnswers;
  readonly poller: StatusPoller;
  /** The time of the reader's clock, updated every second. */
  readonly clock: Store<number>;
  /** The text for screen readers: the newest change in words. */
  readonly spoken: Store<string>;
  readonly askingForKey: Store<boolean>;
  readonly theme: Store<Theme>;
  /** Dispatches a window event after an answer was applied. */
  readonly announce: (
    kind: 'status' | 'serve' | 'gold' | 'quarantine' | 'refresh' | 'contracts',
    at: string,
  ) => void;
}

export const AppContextOf = createContext<AppContext | undefined>(undefined);

/** Throws if a part is used outside of the page, which is a bug. */
export function useApp(): AppContext {
  const app = useContext(AppContextOf);
  if (app === undefined) throw new Error('This part is used outside of the page.');
  return app;
}
