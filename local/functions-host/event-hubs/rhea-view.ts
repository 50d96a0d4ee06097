import { type EventEmitter } from 'node:events';

/**
 * Types of the parts of rhea's objects that receiving uses. rhea's own declarations have no credit and no
 * counters of the session. These types follow the source of rhea 3.0.
 */
export interface RheaConnection extends EventEmitter {
  /** Splits the stream into frames. */
  readonly amqp_transport: {
    /** @returns how many of the bytes it has read */
    read: (bytes: Buffer) => number;
  };
  /** By the channel that the other side uses. */
  readonly remote_channel_map: Readonly<Record<number, RheaSession | undefined>>;
  create_session(): RheaSession;
  close(): void;
}

export interface RheaSession extends EventEmitter {
  readonly connection: RheaConnection;
  readonly incoming: { next_transfer_id: number };
  begin(): void;
  close(): void;
  open_receiver(options: Record<string, unknown>): RheaReceiver;
  open_sender(options: Record<string, unknown>): RheaSender;
  /** Called for every transfer frame of the session. */
  on_transfer(frame: TransferFrame): void;
}

export interface TransferFrame {
  readonly performative: { readonly more?: boolean | null };
  readonly payload?: Buffer;
}

export interface AmqpErrorView {
  readonly condition?: string;
  readonly description?: string;
}

export interface RheaReceiver extends EventEmitter {
  readonly name: string;
  readonly error?: AmqpErrorView;
  credit: number;
  delivery_count: number;
  add_credit(credit: number): void;
  close(): void;
}

export interface RheaSender extends EventEmitter {
  readonly error?: AmqpErrorView;
  send(message: Record<string, unknown>): unknown;
}
