import { type Contract, type Rejection } from './contract';

/** An event as a hub delivers it, apart from its position. */
export interface EventMessage {
  /** The body, untouched. */
  readonly body: Buffer;
  /** AMQP `content-type`. */
  readonly contentType?: string | undefined;
  /** AMQP application properties. */
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** Whether an event, or a bare record, conforms to its contract. */
export type ValidationResult =
  | {
      readonly verdict: 'accepted';
      readonly contract: Contract;
      /**
       * What conforms. Of an event: its CloudEvents structured mode, on one line, the bytes of the body wherever that is
       * possible. Of a record: its bytes as they came.
       */
      readonly bytes: Buffer;
    }
  | {
      readonly verdict: 'quarantined';
      /** Where it is known which contract the event broke. */
      readonly contract?: Contract;
      readonly rejections: readonly Rejection[];
    };
