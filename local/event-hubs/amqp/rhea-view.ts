import { type EventEmitter } from 'node:events';
import { type Duplex } from 'node:stream';

import { type Performative } from './complete-frame';

/**
 * Types of the parts of rhea's objects that the broker uses. They follow rhea's source, because the
 * declarations of rhea have no credit and no counters of the session, and many members are `any`.
 */
export interface RheaConnection extends EventEmitter {
  /** A socket, or a stream over a WebSocket. */
  readonly socket: Duplex;
  /** Value that the peer announced; undefined means no limit. */
  readonly max_frame_size?: number | null;
  readonly sasl_transport?: { readonly selected?: { readonly mechanism?: unknown } };
  accept(stream: Duplex): void;
  /** Reads bytes of the peer. */
  input(bytes: Buffer): void;
  /** Size of the frame of which only a part has come. */
  readonly frame_size?: number | undefined;
  close(error?: AmqpCondition): void;
  /** Informs rhea that the socket has ended. */
  eof(): void;
  /** Encodes a frame and adds it to the output. rhea passes nothing for a heartbeat. */
  _write_frame(channel?: number, frame?: Performative, payload?: unknown): void;
  /** Makes rhea write changes on the next tick. */
  _register(): void;
}

export interface RheaSession extends EventEmitter {
  readonly connection: RheaConnection;
  readonly local: { readonly channel: number };
  readonly outgoing: RheaOutgoing;
  find_sender(filter: (sender: RheaSender) => boolean): RheaSender | undefined;
  on_flow(frame: { performative: { delivery_count?: number | null } }): void;
  on_transfer(frame: { performative: { message_format?: number | null; value: unknown[] } }): void;
}

export interface RheaOutgoing {
  readonly deliveries: { readonly size: number };
  next_delivery_id: number;
  next_pending_delivery: number;
  next_transfer_id: number;
  window: number;
  readonly remote_next_transfer_id?: number | null;
  readonly remote_window?: number;
}

export interface RheaTerminus {
  readonly address?: string | null;
  readonly dynamic?: boolean | null;
  readonly filter?: Readonly<Record<string, unknown>> | null;
}

export interface RheaLink extends EventEmitter {
  readonly name: string;
  readonly session: RheaSession;
  readonly connection: RheaConnection;
  readonly local: {
    readonly handle: number;
    readonly attach: { snd_settle_mode?: number; rcv_settle_mode?: number; max_message_size?: number };
  };
  readonly source: RheaTerminus | null;
  readonly target: RheaTerminus | null;
  readonly properties?: Readonly<Record<string, unknown>> | null;
  readonly desired_capabilities?: string | readonly string[] | null;
  readonly snd_settle_mode?: number | null;
  readonly rcv_settle_mode?: number | null;
  set_source(fields: Record<string, unknown>): void;
  set_target(fields: Record<string, unknown>): void;
  is_open(): boolean;
  close(error?: AmqpCondition): void;
}

/** The sending end of the broker: the peer receives. */
export interface RheaSender extends RheaLink {
  credit: number;
  delivery_count: number;
  send(message: Record<string, unknown>): unknown;
  set_drained(drained: boolean): void;
}

/** The receiving end of the broker: the peer sends. */
export interface RheaReceiver extends RheaLink {
  add_credit(credit: number): void;
}

export interface RheaDelivery {
  readonly format?: number | null;
  accept(): void;
  reject(error: AmqpCondition): void;
}

/** An AMQP error: a symbol for programs and a text for people. */
export interface AmqpCondition {
  readonly condition: string;
  readonly description: string;
  /** Sent even if it is empty: Python's client waits forever for an error of two fields. */
  readonly info: Readonly<Record<string, never>>;
}

export interface RheaContext {
  readonly connection: RheaConnection;
  readonly session?: RheaSession;
  readonly sender?: RheaSender;
  readonly receiver?: RheaReceiver;
  readonly delivery?: RheaDelivery;
  readonly message?: unknown;
  readonly error?: unknown;
}
