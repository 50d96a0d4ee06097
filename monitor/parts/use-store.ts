import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../app-context';
import { type Store } from '../data/store';
import { type Pipeline } from '../data/status-poller';
import { fromHash, type Route } from '../derive/route';

/** The current value of a store. */
export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(() => store.get());
  useEffect(() => {
    const follow = (): void => {
      setValue(() => store.get());
    };
    follow();
    return store.subscribe(follow);
  }, [store]);
  return value;
}

export function usePipeline(): Pipeline {
  return useStore(useApp().poller.pipeline);
}

/** The time by the app's clock, in milliseconds, updated every second. */
export function useNow(): number {
  const { clock } = useApp();
  const { clockAhead } = usePipeline();
  return useStore(clock) + clockAhead;
}

/** The current route, also after back and forward. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => {
      setHash(location.hash);
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, []);
  return fromHash(hash);
}
