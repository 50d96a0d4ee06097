import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Call } from './data/api-client';
import { type StatusPoller } from './data/status-poller';
import { type Store } from './data/store';
import { type Theme } from './parts/theme';

/** What every part of the page may need. */
export interface AppContext {
  readonly call: Call;
  readonly poller: StatusPoller;
  /** The reader's clock, moved on each second. */
  readonly clock: Store<number>;
  /** What a screen reader is told: the newest change in words. */
  readonly spoken: Store<string>;
  readonly askingForKey: Store<boolean>;
  readonly theme: Store<Theme>;
  /** Tells the window that something was applied. */
  readonly announce: (
    kind: 'status' | 'serve' | 'gold' | 'quarantine' | 'refresh' | 'contracts',
    at: string,
  ) => void;
}

export const AppContextOf = createContext<AppContext | undefined>(undefined);

/** Throws where a part stands outside of the page: a mistake in the code. */
export function useApp(): AppContext {
  const app = useContext(AppContextOf);
  if (app === undefined) throw new Error('There is no page around this part.');
  return app;
}
