/** One row of local/SUPPORT.md: a part of the real service's surface. */
export interface SupportRow {
  /** Stable name that the conformance test refers to, such as `link.epoch`. */
  readonly id: string;
  /** What a user of the real service calls it. */
  readonly feature: string;
  /** Differences worth knowing, or, of a refused feature, the error that a caller sees. */
  readonly note?: string;
}

/**
 * What a stand-in does and what it refuses, as data. local/SUPPORT.md is written from it, and each stand-in's
 * conformance suite has one probe for every refused row, so the table cannot drift from the truth.
 */
export interface ServiceSupport {
  readonly service: string;
  /** Where the local stack starts it, unless the port is taken. */
  readonly defaultPort: number;
  readonly supported: readonly SupportRow[];
  readonly refused: readonly SupportRow[];
  /** Where the stand-in behaves in another way; the note says how, and why it stays so. @default none */
  readonly different?: readonly SupportRow[];
}
