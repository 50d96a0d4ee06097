import { types } from 'rhea';
import { EventReader, type ReceivedEvent } from './received-event';
import { toClause, type StartPosition } from './start-position';
import { type RheaConnection, type RheaReceiver, type RheaSession, type TransferFrame } from './rhea-view';
import { type OnTransfer, type TransferTap } from './transfer-tap';

export interface PartitionLinkOptions {
  readonly connection: RheaConnection;
  /** Of this connection. */
  readonly transfers: TransferTap;
  readonly hub: string;
  readonly consumerGroup: string;
  readonly partitionId: string;
  readonly start: StartPosition;
  /** Limit of events in flight or unread. */
  readonly credit: number;
  readonly onEvent: (event: ReceivedEvent) => void;
  /** The link has ended: another host took the partition, or the hub closed it. Not called after `close`. */
  readonly onDetached: (reason: { readonly condition: string; readonly description: string }) => void;
}

const SELECTOR = 'apache.org:selector-filter:string';
const SELECTOR_CODE = 0x46_8c_00_00_00_04;
/**
 * Owner level of the Functions host's event processor: one reader for each partition and group; the newest
 * replaces older ones.
 */
const OWNER_LEVEL = 0;
const PRESETTLED = 1;

/**
 * A receiving link on one partition: exclusive by its owner level, presettled, with the credit that its owner
 * gives. Each link has its own session, so that a slow partition does not close the window of another.
 *
 * Transfers are read from the session before rhea turns them into deliveries. Settled transfers need no
 * bookkeeping, and decoding with rhea would cost several times the rest of the trigger's work.
 */
export class PartitionLink {
  readonly #session: RheaSession;
  readonly #receiver: RheaReceiver;
  #isClosed = false;

  constructor({
    connection,
    transfers,
    hub,
    consumerGroup,
    partitionId,
    start,
    credit,
    onEvent,
    onDetached,
  }: PartitionLinkOptions) {
    const session = connection.create_session();
    const clause = types.wrap_string(toClause(start)) as unknown;
    this.#session = session;
    this.#receiver = session.open_receiver({
      source: {
        address: `${hub}/ConsumerGroups/${consumerGroup}/Partitions/${partitionId}`,
        filter: { [SELECTOR]: types.wrap_described(clause, SELECTOR_CODE) },
      },
      properties: { 'com.microsoft:epoch': types.wrap_long(OWNER_LEVEL) as unknown },
      snd_settle_mode: PRESETTLED,
      credit_window: 0,
      autoaccept: false,
    });
    this.#takeTransfers(transfers, onEvent);
    const detached = (): void => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      const { condition = 'amqp:link:detached', description = '' } = this.#receiver.error ?? {};
      onDetached({ condition, description });
    };
    // One detach can emit both events; an error event without a listener would end the process.
    this.#receiver.on('receiver_error', detached);
    this.#receiver.on('receiver_close', detached);
    session.on('session_error', detached);
    session.on('session_close', detached);
    session.begin();
    this.#receiver.add_credit(credit);
  }

  /** Gives credit for `count` more events. */
  addCredit(count: number): void {
    if (!this.#isClosed) this.#receiver.add_credit(count);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#receiver.close();
    this.#session.close();
  }

  #takeTransfers(transfers: TransferTap, onEvent: (event: ReceivedEvent) => void): void {
    const { incoming } = this.#session;
    const receiver = this.#receiver;
    const reader = new EventReader();
    let parts: Buffer[] = [];
    const onTransfer: OnTransfer = (payload, more) => {
      incoming.next_transfer_id++;
      if (payload !== undefined && (more || parts.length > 0)) parts.push(payload);
      if (more) return;
      const bytes = parts.length === 0 ? payload : Buffer.concat(parts);
      parts = [];
      receiver.credit--;
      receiver.delivery_count++;
      if (!this.#isClosed) onEvent(reader.read(bytes ?? Buffer.alloc(0)));
    };
    transfers.add(this.#session, onTransfer);
    this.#session.on_transfer = ({ performative, payload }: TransferFrame) => {
      onTransfer(payload, performative.more === true);
    };
  }
}
