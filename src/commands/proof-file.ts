import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type PartitionId, partitionPath } from '../lib/event-log/positions';
import { type ProofStore, type SlotProof } from '../lib/landing/slot-proof';

const COUNT = z.int().nonnegative();
const PROOF = z.strictObject({
  objects: COUNT,
  digest: z.string(),
  counts: z.strictObject({
    accepted: COUNT,
    quarantined: COUNT,
    slots: COUNT,
    healed: COUNT,
    deletedByRetention: COUNT,
    lost: COUNT,
    nextSlot: COUNT,
    nextSequenceNumber: COUNT,
    differences: z.array(z.string()),
  }),
});
/** Another number means that older proofs are not read. */
const FORMAT = 1;
const FILE = z.object({ format: z.literal(FORMAT), partitions: z.record(z.string(), PROOF) });

/** Proofs of a reconciliation in a JSON file. The file is replaced as a whole, so that it is never half written. */
export class ProofFile implements ProofStore {
  readonly #path: string;
  readonly #partitions: Map<string, SlotProof>;

  /** @throws Error if the file is not one of these */
  constructor(path: string) {
    this.#path = path;
    this.#partitions = new Map(Object.entries(existsSync(path) ? readPartitions(path) : {}));
  }

  read(partition: PartitionId): SlotProof | undefined {
    return this.#partitions.get(partitionPath(partition));
  }

  write(partition: PartitionId, proof: SlotProof): void {
    this.#partitions.set(partitionPath(partition), proof);
    const temporary = `${this.#path}.${process.pid}`;
    writeFileSync(
      temporary,
      JSON.stringify({ format: FORMAT, partitions: Object.fromEntries(this.#partitions) }),
    );
    renameSync(temporary, this.#path);
  }
}

function readPartitions(path: string): Readonly<Record<string, SlotProof>> {
  try {
    return FILE.parse(JSON.parse(readFileSync(path, 'utf8'))).partitions;
  } catch (cause) {
    throw new Error(`${path} is not a file of earlier proofs; delete it, and all slots are read again`, {
      cause,
    });
  }
}
