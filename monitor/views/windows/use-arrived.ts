import { useEffect, useState } from 'preact/hooks';
import { type ArrivedAnswer } from '../../derive/arrived';

const EACH_MILLISECONDS = 3000;

/** Polls the local Power BI, which is another origin and gets no key. */
export function useArrived(url: string): {
  readonly value: ArrivedAnswer | undefined;
  readonly failed: boolean;
} {
  const [state, setState] = useState<{ value: ArrivedAnswer | undefined; failed: boolean }>({
    value: undefined,
    failed: false,
  });
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const value = await read(url, abort.signal);
      if (abort.signal.aborted) return;
      setState((before) => (value === undefined ? { ...before, failed: true } : { value, failed: false }));
      timer = setTimeout(() => void ask(), document.hidden ? EACH_MILLISECONDS * 5 : EACH_MILLISECONDS);
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [url]);
  return state;
}

/** Undefined without an answer. */
async function read(url: string, signal: AbortSignal): Promise<ArrivedAnswer | undefined> {
  try {
    const response = await fetch(url, { signal, headers: { accept: 'application/json' } });
    return response.ok ? ((await response.json()) as ArrivedAnswer) : undefined;
  } catch {
    // The page reports that there is no answer; the browser's console has the reason.
    return undefined;
  }
}
