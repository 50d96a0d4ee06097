import { type Source } from '../contracts/source';
import { type Incarnation } from './positions';

/** One partition of one life of one hub: what slots, positions and windows belong to. */
export interface PartitionId {
  readonly source: Source;
  readonly incarnation: Incarnation;
  /** Partition id of the hub, `0` to `31` (up to `1023` on dedicated clusters). */
  readonly partition: number;
}

/** The partition as a path, which is its folder in the `bronze` container: `iot/20261121T025044123Z/p=03`. */
export function partitionPath({ source, incarnation, partition }: PartitionId): string {
  return `${source}/${incarnation}/p=${String(partition).padStart(2, '0')}`;
}
