/** One event on its way to a hub: what a source makes and the hub stage publishes. */
export interface OutgoingEvent {
  /** Events with the same key share a partition and keep their order; `undefined` lets the hub spread them. */
  readonly partitionKey: string | undefined;
  /** The whole CloudEvents envelope, or whatever bytes a faulty producer would send. */
  readonly body: Buffer;
}
