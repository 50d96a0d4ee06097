import { type Connection, type Container, create_container, type EventContext, type Sender } from 'rhea';

/** Outcome of an attach or a publication: an error condition, or success. */
export type Outcome = { readonly kind: 'ok' } | { readonly kind: 'refused'; readonly condition: string };

/** A client without the features of the library, for requests that the library cannot make. */
export class BareClient {
  readonly connection: Connection;
  readonly #container: Container = create_container();

  constructor(
    hubs: { port: number; connectionString: string },
    key = keyOf(hubs.connectionString),
    options: Record<string, unknown> = {},
  ) {
    this.#container.on('disconnected', () => undefined);
    this.#container.on('connection_error', () => undefined);
    this.connection = this.#container.connect({
      host: '127.0.0.1',
      port: hubs.port,
      username: 'RootManageSharedAccessKey',
      password: key,
      reconnect: false,
      ...options,
    });
  }

  attachSender(options: Record<string, unknown>): Promise<Outcome> {
    return new Promise((resolve) => {
      const sender = this.connection.open_sender(options);
      sender.on('sender_error', () => {
        resolve(refused(sender.error));
      });
      sender.on('sendable', () => {
        resolve({ kind: 'ok' });
      });
      this.connection.on('disconnected', () => {
        resolve({ kind: 'refused', condition: 'disconnected' });
      });
    });
  }

  attachReceiver(options: Record<string, unknown>): Promise<Outcome> {
    return new Promise((resolve) => {
      const receiver = this.connection.open_receiver({ ...options, autoaccept: false });
      receiver.on('receiver_error', () => {
        resolve(refused(receiver.error));
      });
      receiver.on('message', () => {
        resolve({ kind: 'ok' });
      });
    });
  }

  /** Sends bytes unchanged and waits for the outcome. */
  send(address: string, bytes: Buffer, format: number): Promise<Outcome> {
    return new Promise((resolve) => {
      const sender: Sender = this.connection.open_sender({ target: { address } });
      sender.once('sendable', () => {
        sender.send(bytes, undefined, format);
      });
      sender.on('accepted', () => {
        resolve({ kind: 'ok' });
      });
      sender.on('rejected', ({ delivery }: EventContext) => {
        resolve(refused((delivery?.remote_state as { error?: unknown } | undefined)?.error));
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.connection.on('disconnected', () => {
        resolve();
      });
      this.connection.on('connection_close', () => {
        resolve();
      });
      if (this.connection.is_open()) this.connection.close();
      else resolve();
    });
  }
}

export function keyOf(connectionString: string): string {
  return /SharedAccessKey=([^;]+)/.exec(connectionString)?.[1] ?? '';
}

function refused(error: unknown): Outcome {
  const { condition } = error as { condition?: unknown };
  return { kind: 'refused', condition: String(condition) };
}
