import { useState } from 'preact/hooks';
import { useApp } from '../app-context';
import { type Answer, type CallOptions } from '../data/api-client';

export interface Action<T> {
  readonly busy: boolean;
  readonly answer: Answer<T> | undefined;
  readonly run: (path: string, options: CallOptions) => Promise<Answer<T>>;
  readonly forget: () => void;
}

/** An action of a button: one call at a time, with its answer. */
export function useAction<T>(): Action<T> {
  const { call } = useApp();
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<T>>();
  return {
    busy,
    answer,
    run: async (path, options) => {
      setBusy(true);
      const came = await call<T>(path, options);
      setBusy(false);
      setAnswer(came);
      return came;
    },
    forget: () => {
      setAnswer(undefined);
    },
  };
}
