import { type RefreshStore } from './ports';
import { type RefreshId } from './refresh-id';
import { type CurrentRefresh } from './refresh-record';

/** Changes the claim as long as it is of this refresh: what a later refresh took over is no longer its own. */
export async function changeCurrent(
  store: Pick<RefreshStore, 'readCurrent' | 'writeCurrent'>,
  id: RefreshId,
  change: Partial<CurrentRefresh>,
): Promise<void> {
  for (;;) {
    const current = await store.readCurrent();
    if (current?.value.id !== id) return;
    if ((await store.writeCurrent({ ...current.value, ...change }, current.etag)) === 'written') return;
  }
}
