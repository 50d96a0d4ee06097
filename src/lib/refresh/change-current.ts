import { type RefreshStore } from './ports';
import { type RefreshId } from './refresh-id';
import { type CurrentRefresh } from './refresh-record';

/** Changes the claim if this refresh still holds it. */
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
