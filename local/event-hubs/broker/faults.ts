/**
 * Faults that a test can switch on. Counters run down to zero as faults happen; each can be set anew at any time
 * through the handle that `startEventHubs` returns.
 */
export interface EventHubsFaults {
  /** Refuse this many publications with `com.microsoft:server-busy`; nothing is stored. */
  refuseSends: number;
  /** Store this many publications and cut the publisher's connection before it hears so. */
  loseSendReplies: number;
  /** A reader that attaches gets this many events again that lie before its start position. Not run down. */
  redeliverEvents: number;
}

export function noFaults(): EventHubsFaults {
  return { refuseSends: 0, loseSendReplies: 0, redeliverEvents: 0 };
}
