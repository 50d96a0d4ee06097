import { message as rheaMessage, types } from 'rhea';

import { type RheaContext, type RheaSender } from '../amqp/rhea-view';

/** A request on `$cbs` or `$management`. */
export interface NodeRequest {
  readonly messageId: unknown;
  readonly body: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The response: a status as in HTTP, and a body on success. */
export interface NodeReply {
  readonly statusCode: number;
  readonly statusDescription: string;
  /** AMQP error condition of a failure. */
  readonly errorCondition?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

export function readRequest(context: RheaContext): NodeRequest & { readonly replyTo: string | undefined } {
  const raw = Buffer.isBuffer(context.message) ? rheaMessage.decode(context.message) : context.message;
  const message = Object.fromEntries(Object.entries((raw as object | undefined) ?? {}));
  const properties: unknown = message['application_properties'];
  return {
    messageId: message['message_id'],
    body: message['body'],
    replyTo: typeof message['reply_to'] === 'string' ? message['reply_to'] : undefined,
    properties: Object.fromEntries(Object.entries((properties as object | undefined) ?? {})),
  };
}

/**
 * Sends the response on the link of the same session from the same node. If a client has several, `reply-to`
 * selects one. Returns false if there is none.
 */
export function sendReply(
  context: RheaContext,
  address: string,
  replyTo: string | undefined,
  request: NodeRequest,
  reply: NodeReply,
): boolean {
  const fromNode = (sender: RheaSender): boolean => sender.source?.address === address;
  const session = context.session ?? context.receiver?.session;
  const sender =
    session?.find_sender(
      (link) => fromNode(link) && (link.name === replyTo || link.target?.address === replyTo),
    ) ?? session?.find_sender(fromNode);
  sender?.send({
    correlation_id: request.messageId,
    application_properties: {
      // An AMQP int: Go and Java refuse the unsigned integer that rhea would send.
      'status-code': types.wrap_int(reply.statusCode),
      'status-description': reply.statusDescription,
      ...(reply.errorCondition !== undefined && { 'error-condition': reply.errorCondition }),
    },
    body: reply.body ?? null,
  });
  return sender !== undefined;
}
