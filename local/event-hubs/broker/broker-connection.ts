import { type Duplex } from 'node:stream';

import { parseAddress } from '../amqp/address';
import { completeFrame } from '../amqp/complete-frame';
import {
  type AmqpCondition,
  type RheaConnection,
  type RheaContext,
  type RheaLink,
  type RheaReceiver,
  type RheaSender,
  type RheaSession,
} from '../amqp/rhea-view';
import { SaslKeyMechanism } from '../amqp/sasl-key';
import { amqpErrors } from './amqp-errors';
import { type AttachedReader, attachReader } from './attach-reader';
import { Claims } from './claims';
import { type Namespace } from './namespace';
import { attachPublisher } from './publisher-link';
import { putToken } from './put-token';
import { readProperties } from './read-properties';
import { type NodeReply, type NodeRequest, readRequest, sendReply } from './reply';

/** Largest frame that a client may send, as Azure announces it. */
export const MAX_FRAME_BYTES = 65_536;

const REQUEST_CREDIT = 100;
const SENDER_SETTLES = 1;
const SENDER_SETTLES_MIXED = 2;

/** The connection of one client: its claims and its attached links. */
export class BrokerConnection {
  readonly #claims: Claims;
  readonly #readers = new Map<RheaLink, AttachedReader>();
  readonly #publishers = new Set<RheaLink>();

  constructor(
    private readonly connection: RheaConnection,
    stream: Duplex,
    private readonly namespace: Namespace,
  ) {
    this.#claims = new Claims(namespace.accessKey, namespace.tokenNow);
    const write = connection._write_frame.bind(connection);
    connection._write_frame = (channel, frame, payload) => {
      // A heartbeat is an empty frame.
      if (frame !== undefined) completeFrame(frame);
      write(channel, frame, payload);
    };
    const input = connection.input.bind(connection);
    connection.input = (bytes) => {
      input(bytes);
      // rhea collects a frame of any size. A client that sends something else than AMQP announces up to 4 GB.
      if ((connection.frame_size ?? 0) > MAX_FRAME_BYTES) stream.destroy();
    };
    const on = (event: string, handle: (context: RheaContext) => void): void => {
      connection.on(event, handle);
    };
    on('connection_open', () => {
      const mechanism = connection.sasl_transport?.selected?.mechanism;
      if (mechanism instanceof SaslKeyMechanism) this.#claims.grantAll();
    });
    on('session_open', ({ session }) => {
      if (session) this.#fitSession(session);
    });
    on('receiver_open', ({ receiver }) => {
      if (receiver) this.#onPublisher(receiver);
    });
    on('sender_open', ({ sender }) => {
      if (sender) this.#onReader(sender);
    });
    on('receiver_close', ({ receiver }) => {
      if (receiver) this.#publishers.delete(receiver);
    });
    on('sender_close', ({ sender }) => {
      if (sender) this.#onReaderGone(sender);
    });
    on('session_close', ({ session }) => {
      if (session) this.#onSessionGone(session);
    });
    on('connection_close', () => {
      this.#onGone();
    });
    on('disconnected', () => {
      this.#onGone();
    });
    // If this side closes a stream, rhea does not get the event that it waits for.
    stream.on('close', () => {
      connection.eof();
    });
    // A client that closes with an error or violates the protocol is removed; rhea has closed or is closing
    // the connection.
    for (const event of ['receiver_error', 'sender_error', 'session_error', 'connection_error'])
      on(event, nothing);
    connection.on('protocol_error', nothing);
    connection.on('error', (error: unknown) => {
      namespace.report(error);
    });
  }

  close(error: AmqpCondition): void {
    this.connection.close(error);
  }

  /** Closes every link of the connection with this error. */
  detachLinks(error: AmqpCondition): void {
    for (const [link, reader] of this.#readers) {
      reader.close();
      link.close(error);
    }
    this.#readers.clear();
    for (const link of this.#publishers) link.close(error);
    this.#publishers.clear();
  }

  #onPublisher(link: RheaReceiver): void {
    const target = link.target?.address ?? '';
    const address = parseAddress(target);
    if (address.kind === 'claims') {
      this.#serve(link, (request) => putToken(request, this.#claims, this.namespace));
      return;
    }
    if (!this.#allows(target)) {
      refuse(link, amqpErrors.unauthorized(`the connection has no claim for '${target}'`));
    } else if (address.kind === 'management') {
      this.#serve(link, (request) => readProperties(request, this.#claims, this.namespace));
    } else if (address.kind === 'publisher') {
      refuse(link, amqpErrors.notSupported('publisher endpoints'));
    } else if (address.kind === 'hub') {
      const refused = attachPublisher(link, address, this.namespace);
      if (refused !== undefined) refuse(link, refused);
      else this.#publishers.add(link);
    } else {
      refuse(link, amqpErrors.entityNotFound(target));
    }
  }

  #onReader(link: RheaSender): void {
    const source = link.source?.address ?? '';
    const address = parseAddress(source);
    if (address.kind !== 'claims' && !this.#allows(source)) {
      refuse(link, amqpErrors.unauthorized(`the connection has no claim for '${source}'`));
    } else if (address.kind === 'claims' || address.kind === 'management') {
      link.set_source({ address: source });
      link.set_target({ address: link.target?.address ?? '' });
      link.local.attach.snd_settle_mode = SENDER_SETTLES;
    } else if (address.kind === 'reader') {
      const attached = attachReader(link, address, this.namespace);
      if ('condition' in attached) refuse(link, attached);
      else this.#readers.set(link, attached);
    } else {
      refuse(link, amqpErrors.entityNotFound(source));
    }
  }

  /** Anybody may attach `$management`: each request is authorized. */
  #allows(address: string): boolean {
    return address.toLowerCase() === '$management' || this.#claims.allow(address);
  }

  /** Responds to requests on `$cbs` or `$management`. */
  #serve(link: RheaReceiver, answer: (request: NodeRequest) => NodeReply): void {
    const address = link.target?.address ?? '';
    link.set_source({ address: link.source?.address ?? '' });
    link.set_target({ address });
    // .NET sends requests settled and expects the mode that it asked for.
    link.local.attach.snd_settle_mode = link.snd_settle_mode ?? SENDER_SETTLES_MIXED;
    link.on('message', (context: RheaContext) => {
      const request = readRequest(context);
      const sent = sendReply(context, address, request.replyTo, request, answer(request));
      if (sent) context.delivery?.accept();
      else
        context.delivery?.reject(
          amqpErrors.notAllowed(`The session has no receiving link from ${address} for the response.`),
        );
      link.add_credit(1);
    });
    link.add_credit(REQUEST_CREDIT);
  }

  /**
   * Adds two behaviours that rhea lacks: it leaves messages of the standard format encoded, and it informs
   * links of a flow of the whole session.
   */
  #fitSession(session: RheaSession): void {
    const onTransfer = session.on_transfer.bind(session);
    session.on_transfer = (frame) => {
      // rhea decodes format 0, and encoding the message again would lose the types of the publisher.
      if (frame.performative.message_format === 0) frame.performative.value[MESSAGE_FORMAT_FIELD] = undefined;
      onTransfer(frame);
    };
    const onFlow = session.on_flow.bind(session);
    session.on_flow = (frame) => {
      // It is null until the reader has received the attach (part 2, section 2.6.7); rhea would use it in
      // calculations.
      frame.performative.delivery_count ??= 0;
      onFlow(frame);
      for (const [link, reader] of this.#readers) if (link.session === session) reader.wake();
    };
  }

  #onReaderGone(link: RheaLink): void {
    this.#readers.get(link)?.close();
    this.#readers.delete(link);
  }

  #onSessionGone(session: RheaSession): void {
    for (const link of [...this.#readers.keys()]) if (link.session === session) this.#onReaderGone(link);
  }

  #onGone(): void {
    for (const link of [...this.#readers.keys()]) this.#onReaderGone(link);
    this.#publishers.clear();
  }
}

const MESSAGE_FORMAT_FIELD = 3;

/**
 * A refused attach gets an attach without terminus, and then a detach with the error (part 2, section 2.6.3).
 */
function refuse(link: RheaLink, error: AmqpCondition): void {
  link.close(error);
}

function nothing(): void {
  // Without a listener for the event, rhea raises an error.
}
