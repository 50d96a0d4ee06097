import { type Contract, type Rejection } from './contract';

/** An event as a hub delivers it. */
export interface RawEvent {
  readonly body: Buffer;
  /** AMQP `content-type`. */
  readonly contentType?: string | undefined;
  /** AMQP application properties. */
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

export type Verdict =
  | {
      readonly verdict: 'accepted';
      readonly contract: Contract;
      /** The event in CloudEvents structured mode, on one line: the bytes of the body wherever that is possible. */
      readonly event: Buffer;
    }
  | {
      readonly verdict: 'quarantined';
      /** Where it is known which contract the event broke. */
      readonly contract?: Contract;
      readonly rejections: readonly Rejection[];
    };
