import { create_container, types } from 'rhea';
import { StandInError } from '../../kit';
import { type EventHubsConnection } from './connection-string';
import { PartitionLink, type PartitionLinkOptions } from './partition-link';
import { TransferTap } from './transfer-tap';
import { type AmqpErrorView, type RheaConnection } from './rhea-view';

const CONNECT_TIMEOUT_MILLISECONDS = 10_000;

/** One AMQP connection to the namespace. It does not reconnect; its owner opens another. */
export class HubConnection {
  /** Resolves when the connection has ended, on either side. */
  readonly closed: Promise<void>;
  readonly #connection: RheaConnection;
  readonly #transfers: TransferTap;

  private constructor(connection: RheaConnection, closed: Promise<void>) {
    this.#connection = connection;
    this.#transfers = new TransferTap(connection);
    this.closed = closed;
  }

  /** @throws StandInError `start_failed` if the service does not respond or refuses the key */
  static async open({ hostname, port, keyName, key }: EventHubsConnection): Promise<HubConnection> {
    const failed = (reason: string): StandInError =>
      new StandInError('start_failed', `Event Hubs at ${hostname}:${port} cannot be reached: ${reason}`);
    // No idle time-out: on one machine a dead peer closes its socket, and rhea's timer would remain after the
    // connection. SASL PLAIN with a key opens the whole namespace, as in Azure, so no tokens need renewal.
    const connection = create_container().connect({
      host: hostname,
      port,
      username: keyName,
      password: key,
      reconnect: false,
    }) as unknown as RheaConnection;

    return new Promise((resolve, reject) => {
      const closed = new Promise<void>((gone) => {
        connection.once('disconnected', () => {
          gone();
        });
        connection.once('connection_close', () => {
          gone();
        });
      });
      const fail = (reason: string): void => {
        clearTimeout(timer);
        connection.close();
        reject(failed(reason));
      };
      const timer = setTimeout(fail, CONNECT_TIMEOUT_MILLISECONDS, 'no response');
      // rhea throws for an error event without a listener, which would end the process.
      for (const event of ['connection_error', 'protocol_error', 'error']) {
        connection.on(event, (context: { error?: AmqpErrorView | Error }) => {
          fail(describe(context.error) || event);
        });
      }
      void closed.then(() => {
        fail('the connection was refused or closed');
      });
      connection.once('connection_open', () => {
        clearTimeout(timer);
        resolve(new HubConnection(connection, closed));
      });
    });
  }

  /**
   * Reads the partition ids of a hub from `$management`.
   * @throws StandInError `start_failed` if the hub does not exist
   */
  async readPartitionIds(hub: string): Promise<readonly string[]> {
    const session = this.#connection.create_session();
    session.begin();
    const replyTo = `management-${crypto.randomUUID()}`;
    const receiver = session.open_receiver({
      source: { address: '$management' },
      target: { address: replyTo },
    });
    const sender = session.open_sender({ target: { address: '$management' }, source: { address: replyTo } });
    try {
      const reply = await new Promise<ManagementReply>((resolve, reject) => {
        const fail = (reason: string): void => {
          reject(new StandInError('start_failed', `the hub "${hub}" cannot be read: ${reason}`));
        };
        receiver.once('message', ({ message }: { message: ManagementReply }) => {
          resolve(message);
        });
        receiver.on('receiver_error', () => {
          fail(describe(receiver.error));
        });
        sender.on('sender_error', () => {
          fail(describe(sender.error));
        });
        void this.closed.then(() => {
          fail('the connection was closed');
        });
        sender.once('sendable', () => {
          sender.send({
            message_id: types.wrap_string(replyTo),
            reply_to: replyTo,
            application_properties: { operation: 'READ', name: hub, type: 'com.microsoft:eventhub' },
            body: '',
          });
        });
      });
      const properties = reply.application_properties ?? {};
      const status = Number(properties['status-code'] ?? properties['statusCode'] ?? 200);
      const ids = reply.body?.partition_ids;
      if (status >= 300 || ids === undefined) {
        const reason = describeStatus(properties, status);
        throw new StandInError('start_failed', `the hub "${hub}" cannot be read: ${reason}`);
      }
      return ids.map(String);
    } finally {
      session.close();
    }
  }

  openPartition(options: Omit<PartitionLinkOptions, 'connection' | 'transfers'>): PartitionLink {
    return new PartitionLink({ ...options, connection: this.#connection, transfers: this.#transfers });
  }

  close(): void {
    this.#connection.close();
  }
}

interface ManagementReply {
  readonly application_properties?: Readonly<Record<string, unknown>>;
  readonly body?: { readonly partition_ids?: readonly unknown[] };
}

function describeStatus(properties: Readonly<Record<string, unknown>>, status: number): string {
  const description = properties['status-description'];
  return typeof description === 'string' ? `${status}, ${description}` : `status ${status}`;
}

/** Formats an error of rhea for people. */
export function describe(error: AmqpErrorView | Error | undefined): string {
  if (error === undefined) return '';
  if (error instanceof Error) return error.message;
  return [error.condition, error.description].filter(Boolean).join(': ');
}
