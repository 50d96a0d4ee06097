import { createServer, type Server, type Socket } from 'node:net';

import { type Container, create_container } from 'rhea';

import { listen } from '../../kit';
import { type AmqpCondition, type RheaConnection } from '../amqp/rhea-view';
import { SaslKeyMechanism } from '../amqp/sasl-key';
import { amqpErrors } from './amqp-errors';
import { BrokerConnection } from './broker-connection';
import { type Namespace } from './namespace';

/** As Azure announces it. */
const MAX_FRAME_BYTES = 65_536;

/** Time for a client to receive the last frames before its socket is closed. */
const CLOSING_MILLISECONDS = 1000;

/** Accepts connections and keeps the list of open ones. */
export class Listener {
  readonly #connections = new Map<Socket, BrokerConnection>();
  readonly #server: Server;

  constructor(private readonly namespace: Namespace) {
    const container = createContainer(namespace);
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#accept(container, socket);
    });
  }

  /** Resolves with the port. @throws StandInError `start_failed` */
  async listen(port: number, host: string): Promise<number> {
    return (await listen(this.#server, { name: 'Event Hubs', port, host })).port;
  }

  /** Closes every socket without an AMQP close. */
  drop(): void {
    for (const socket of this.#connections.keys()) socket.destroy();
  }

  detachLinks(error: AmqpCondition): void {
    for (const connection of this.#connections.values()) connection.detachLinks(error);
  }

  /** Stops listening and closes every connection with the reason. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const connection of this.#connections.values()) {
      connection.close(amqpErrors.connectionForced('The local Event Hubs is shutting down.'));
    }
    // rhea writes on the next tick; afterwards each socket is closed as soon as it is drained.
    setImmediate(() => {
      for (const socket of this.#connections.keys()) socket.destroySoon();
    });
    const cut = setTimeout(() => {
      this.drop();
    }, CLOSING_MILLISECONDS);
    await closed;
    clearTimeout(cut);
  }

  #accept(container: Container, socket: Socket): void {
    // rhea's types only cover clients; a connection that accepts a socket has the same options.
    const options = {
      max_frame_size: MAX_FRAME_BYTES,
      receiver_options: { autoaccept: false, credit_window: 0 },
    } as Parameters<Container['create_connection']>[0];
    const connection = container.create_connection(options) as unknown as RheaConnection;
    this.#connections.set(socket, new BrokerConnection(connection, socket, this.namespace));
    socket.on('close', () => this.#connections.delete(socket));
    connection.accept(socket);
  }
}

function createContainer(namespace: Namespace): Container {
  const container = create_container({ id: 'event-hubs' });
  const mechanisms = container.sasl_server_mechanisms as Record<string, unknown> & {
    enable_anonymous(): void;
  };
  mechanisms.enable_anonymous();
  mechanisms['MSSBCBS'] = mechanisms['ANONYMOUS'];
  mechanisms['PLAIN'] = () => new SaslKeyMechanism(namespace.accessKey);
  return container;
}
