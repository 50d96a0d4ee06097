import { type Conditions, requireForRead } from './conditions';
import { type Found } from './entry';
import { type LakeStore } from './lake-store';
import { requireFound } from './writes';

/**
 * Returns what a read names, after its conditions and its lease id.
 *
 * @throws LakeRefusal also for a condition that is not met and for a lease id that is not current
 */
export function requireReadable(store: LakeStore, path: string, conditions: Conditions): Found {
  const found = requireFound(store, path);
  requireForRead(conditions, found);
  store.leases.requireForRead(path, conditions.leaseId);
  return found;
}
