import { type Contract, type Rejection } from './contract';

/** An event as a hub delivers it, without its position. */
export interface EventMessage {
  /** The unchanged body. */
  readonly body: Buffer;
  /** AMQP `content-type`. */
  readonly contentType?: string | undefined;
  /** AMQP application properties. */
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** Whether an event or a bare record conforms to its contract. */
export type ValidationResult =
  | {
      readonly verdict: 'accepted';
      readonly contract: Contract;
      /**
       * The valid bytes. For an event: its CloudEvents structured mode on one line, which is the body itself if
       * possible. For a record: its bytes as received.
       */
      readonly bytes: Buffer;
    }
  | {
      readonly verdict: 'quarantined';
      /** The contract that the event breaks, if it is known. */
      readonly contract?: Contract;
      readonly rejections: readonly Rejection[];
    };
