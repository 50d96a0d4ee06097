/** One event to publish to a hub. */
export interface OutgoingEvent {
  /** Events with the same key go to one partition and keep their order. With `undefined` the hub distributes them. */
  readonly partitionKey: string | undefined;
  /** The whole CloudEvents envelope, a refused record, or the bytes of a simulated faulty producer. */
  readonly body: Buffer;
  /** AMQP `content-type`. @default that of a CloudEvent in structured mode */
  readonly contentType?: string;
  /** AMQP application properties. */
  readonly properties?: Readonly<Record<string, string>>;
}
