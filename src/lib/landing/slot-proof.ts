import { createHash } from 'node:crypto';
import { type PartitionId } from '../event-log/positions';
import { type ListedObject } from './ports';
import { type SlotCounts } from './slot-tally';

/**
 * What an earlier reconciliation read of a partition: its first objects, and their counts. A slot never changes, so a
 * later run reads these objects only if the listing shows another version of one of them.
 */
export interface SlotProof {
  /** How many objects, in the order of the listing. */
  readonly objects: number;
  /** Of the names and versions of these objects; see {@link chain}. */
  readonly digest: string;
  readonly counts: SlotCounts;
}

/** Keeps proofs between reconciliations. */
export interface ProofStore {
  read(partition: PartitionId): SlotProof | undefined;
  write(partition: PartitionId, proof: SlotProof): void;
}

/** Digest of no objects. */
export const NO_OBJECTS = '';

/** Returns the digest of a list of objects with one object more. */
export function chain(digest: string, { path, version }: ListedObject): string {
  return createHash('sha256').update(`${digest}\n${path}\n${version}`).digest('hex');
}

/** Returns whether a proof fits the objects that exist now. */
export function fits(proof: SlotProof, objects: readonly ListedObject[]): boolean {
  if (objects.length < proof.objects) return false;
  return objects.slice(0, proof.objects).reduce(chain, NO_OBJECTS) === proof.digest;
}
