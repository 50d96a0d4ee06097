/** One event to publish to a hub. */
export interface OutgoingEvent {
  /** Events with the same key go to one partition and keep their order. With `undefined` the hub distributes them. */
  readonly partitionKey: string | undefined;
  /** The whole CloudEvents envelope, or the bytes of a simulated faulty producer. */
  readonly body: Buffer;
}
