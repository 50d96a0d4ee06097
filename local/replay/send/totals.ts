/** A record that was not accepted. */
export interface Example {
  readonly row: number;
  readonly reason: string;
}

/** Limit of kept examples. */
const MAX_EXAMPLES = 5;

/** Counts of the records so far. */
export class ReplayTotals {
  /** Rows read from the file. */
  read = 0;
  /** Rows that give no record, such as one with an invalid number. They are not sent. */
  unreadable = 0;
  accepted = 0;
  /** Records that break the contract. */
  rejected = 0;
  /** Rejected records that the app published for the quarantine. */
  quarantined = 0;
  /** Records that were given up, or refused with their whole request. */
  failed = 0;
  /** Records of requests without a response, which were sent again: each may be in the hub twice. */
  uncertain = 0;
  requests = 0;
  retries = 0;
  readonly examples: Example[] = [];

  addExample(example: Example): void {
    if (this.examples.length < MAX_EXAMPLES) this.examples.push(example);
  }

  /** Records that have a result, or will get none. */
  get settled(): number {
    return this.accepted + this.rejected + this.failed;
  }
}
