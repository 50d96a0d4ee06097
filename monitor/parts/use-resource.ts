import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type AppContext, useApp } from '../app-context';
import { type Answer } from '../data/api-client';
import { createChangeFollower } from '../data/change-follower';

export interface Resource<T> {
  /** The newest successful answer. It is kept if a later call fails, until the path changes. */
  readonly value: T | undefined;
  /** Why the newest call failed. */
  readonly failure: Extract<Answer<T>, { ok: false }> | undefined;
  readonly reload: () => void;
}

export interface ResourceOptions {
  /** The kind of the window event after an answer was applied. */
  readonly kind: Parameters<AppContext['announce']>[0];
  /** Calls again after this time; 0 calls once. @default 0 */
  readonly everySeconds?: number;
  /** See the API client. @default false */
  readonly exactNumbers?: boolean;
  /**
   * Names what is read, if its path changes by itself, such as a range that ends now. The value is kept while the next
   * path is read, so that the content does not disappear every minute. @default the path
   */
  readonly subject?: string;
  /**
   * The path that answers when the content changes. While the app offers it and the page is visible, it replaces
   * {@link everySeconds}.
   */
  readonly changesPath?: string | undefined;
}

/** The page spends at most a fifth of its time on reading again after changes. */
const READING_SHARE = 5;
const MIN_PAUSE_MILLISECONDS = 250;

/** Reads a path of the API, once or repeatedly. Without a path, it does nothing. */
export function useResource<T>(
  path: string | undefined,
  { kind, everySeconds = 0, exactNumbers = false, subject = path ?? '', changesPath }: ResourceOptions,
): Resource<T> {
  const { call, announce, askingForKey, kept: answers } = useApp();
  const [state, setState] = useState<{ subject: string; value?: T; failure?: Resource<T>['failure'] }>();
  const [turn, setTurn] = useState(0);
  const failures = useRef(0);
  // Kept when the path changes by itself: the version is that of the changes.
  const follower = useMemo(
    () => (changesPath === undefined ? undefined : createChangeFollower(call, changesPath)),
    [call, changesPath],
  );

  // Loads again after a key was given.
  useEffect(
    () =>
      askingForKey.subscribe(() => {
        if (!askingForKey.get()) setTurn((count) => count + 1);
      }),
    [askingForKey],
  );

  useEffect(() => {
    if (path === undefined) return undefined;
    const abort = new AbortController();
    const isAborted = (): boolean => abort.signal.aborted;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const begun = Date.now();
      const answer = await call<T>(path, { signal: abort.signal, exactNumbers });
      if (isAborted()) return;
      failures.current = answer.ok ? 0 : Math.min(failures.current + 1, 5);
      setState((before) => {
        const kept = before?.subject === subject && before.value !== undefined ? { value: before.value } : {};
        return answer.ok ? { subject, value: answer.value } : { subject, ...kept, failure: answer };
      });
      if (answer.ok) {
        answers.set(subject, answer.value);
        announce(kind, new Date().toISOString());
      }
      if (everySeconds === 0) return;
      const pause = Math.max(MIN_PAUSE_MILLISECONDS, READING_SHARE * (Date.now() - begun));
      const isFollowing = answer.ok && !document.hidden && (await follower?.next(abort.signal)) === true;
      if (isAborted()) return;
      const seconds = document.hidden ? Math.max(15, everySeconds) : everySeconds * 2 ** failures.current;
      const milliseconds = isFollowing ? pause - (Date.now() - begun) : seconds * 1000;
      timer = setTimeout(() => void ask(), Math.max(0, milliseconds));
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [path, turn, everySeconds, follower]);

  const current = state?.subject === subject ? state : undefined;
  return {
    value: current === undefined ? (answers.get(subject) as T | undefined) : current.value,
    failure: current?.failure,
    reload: () => {
      setTurn((count) => count + 1);
    },
  };
}
