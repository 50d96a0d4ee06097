/** A record that was not taken in. */
export interface Example {
  readonly row: number;
  readonly reason: string;
}

/** Examples that are kept to be shown. */
const MAX_EXAMPLES = 5;

/** What became of the records so far. */
export class ReplayTotals {
  /** Rows taken from the file. */
  read = 0;
  /** Rows that gave no record, such as a number that is none. They are not sent. */
  unreadable = 0;
  accepted = 0;
  /** Broke the contract. */
  rejected = 0;
  /** Given up, or refused as a whole request. */
  failed = 0;
  /** Sent in a request that went unanswered, and sent again: each may be in the hub twice. */
  uncertain = 0;
  requests = 0;
  retries = 0;
  readonly examples: Example[] = [];

  addExample(example: Example): void {
    if (this.examples.length < MAX_EXAMPLES) this.examples.push(example);
  }

  /** Records that have a verdict, or none to expect. */
  get settled(): number {
    return this.accepted + this.rejected + this.failed;
  }
}
