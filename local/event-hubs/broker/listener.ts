import { Socket } from 'node:net';
import { type Duplex } from 'node:stream';

import { type Container, create_container } from 'rhea';

import { type AmqpCondition, type RheaConnection } from '../amqp/rhea-view';
import { SaslKeyMechanism } from '../amqp/sasl-key';
import { Transport, type TransportOptions } from '../transport/transport';
import { amqpErrors } from './amqp-errors';
import { BrokerConnection, MAX_FRAME_BYTES } from './broker-connection';
import { type Namespace } from './namespace';

/** Time for a client to receive the last frames before its socket is closed. */
const CLOSING_MILLISECONDS = 1000;

/** Serves AMQP to the clients that the transport accepts, and keeps the list of open connections. */
export class Listener {
  readonly #connections = new Map<Duplex, BrokerConnection>();
  readonly #transport: Transport;

  constructor(
    private readonly namespace: Namespace,
    options: Omit<TransportOptions, 'serve'>,
  ) {
    const container = createContainer(namespace);
    this.#transport = new Transport({
      ...options,
      serve: (stream) => {
        this.#serve(container, stream);
      },
    });
  }

  /** Resolves with the port. @throws StandInError `start_failed` */
  listen(port: number, host: string): Promise<number> {
    return this.#transport.listen(port, host);
  }

  /** Closes every socket without an AMQP close. */
  drop(): void {
    this.#transport.drop();
  }

  detachLinks(error: AmqpCondition): void {
    for (const connection of this.#connections.values()) connection.detachLinks(error);
  }

  /** Stops listening and closes every connection with the reason. */
  async close(): Promise<void> {
    const closed = this.#transport.close();
    for (const connection of this.#connections.values()) {
      connection.close(amqpErrors.connectionForced('The local Event Hubs is shutting down.'));
    }
    // rhea writes on the next tick; afterwards each stream is closed as soon as it is drained.
    setImmediate(() => {
      for (const stream of this.#connections.keys()) {
        if (stream instanceof Socket) stream.destroySoon();
        else stream.end();
      }
    });
    const cut = setTimeout(() => {
      this.drop();
    }, CLOSING_MILLISECONDS);
    await closed;
    clearTimeout(cut);
  }

  #serve(container: Container, stream: Duplex): void {
    // rhea's types only cover clients; a connection that accepts a socket has the same options.
    const options = {
      max_frame_size: MAX_FRAME_BYTES,
      receiver_options: { autoaccept: false, credit_window: 0 },
    } as Parameters<Container['create_connection']>[0];
    const connection = container.create_connection(options) as unknown as RheaConnection;
    this.#connections.set(stream, new BrokerConnection(connection, stream, this.namespace));
    stream.on('close', () => this.#connections.delete(stream));
    connection.accept(stream);
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
