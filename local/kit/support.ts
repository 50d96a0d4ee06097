/** One row of local/SUPPORT.md: a feature of the real service. */
export interface SupportRow {
  /** Stable name that the conformance test uses, such as `link.epoch`. */
  readonly id: string;
  /** Name of the feature for a user of the real service. */
  readonly feature: string;
  /** Differences, or, for a refused feature, the error that a caller gets. */
  readonly note?: string;
}

/**
 * The supported and refused operations of one service. local/SUPPORT.md is generated from it. The conformance
 * suite has one probe for every refused row, so that the page stays correct.
 */
export interface ServiceSupport {
  readonly service: string;
  /** Port in the local stack, if it is free. */
  readonly defaultPort: number;
  readonly supported: readonly SupportRow[];
  readonly refused: readonly SupportRow[];
  /** Features that behave differently; the note has the difference and the reason. @default none */
  readonly different?: readonly SupportRow[];
}

/** The row of every stand-in that speaks HTTP; see `RequestGuard`. */
export const webPagesRow: SupportRow = {
  id: 'web-pages',
  feature: 'Requests of web pages of other sites or ports, and requests to other host names',
  note: '403, because a page must not reach the services of a machine. --allow-host adds a name. Links may open pages. Clients that are no browsers are not affected.',
};
