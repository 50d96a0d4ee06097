import { type AmqpCondition } from '../amqp/rhea-view';

/** The empty `info` is sent: Python's client waits for a third field. */
const toCondition = (condition: string, description: string): AmqpCondition => ({
  condition,
  description,
  info: {},
});

/** Errors for clients, with the conditions of Event Hubs. */
export const amqpErrors = {
  /** Client libraries recognize this error by its text. */
  entityNotFound: (address: string): AmqpCondition =>
    toCondition('amqp:not-found', `The messaging entity '${address}' could not be found.`),
  unauthorized: (reason: string): AmqpCondition =>
    toCondition('amqp:unauthorized-access', `Unauthorized: ${reason}.`),
  notSupported: (what: string): AmqpCondition =>
    toCondition('amqp:not-implemented', `This local Event Hubs does not support ${what}.`),
  notAllowed: (reason: string): AmqpCondition => toCondition('amqp:not-allowed', reason),
  argument: (reason: string): AmqpCondition => toCondition('com.microsoft:argument-error', reason),
  outOfRange: (reason: string): AmqpCondition => toCondition('com.microsoft:argument-out-of-range', reason),
  malformed: (reason: string): AmqpCondition => toCondition('amqp:decode-error', reason),
  tooLarge: (size: number, limit: number): AmqpCondition =>
    toCondition(
      'amqp:link:message-size-exceeded',
      `The message has ${size} bytes; the link allows ${limit}.`,
    ),
  stolen: (reason: string): AmqpCondition => toCondition('amqp:link:stolen', reason),
  quota: (reason: string): AmqpCondition => toCondition('amqp:resource-limit-exceeded', reason),
  serverBusy: (reason: string): AmqpCondition => toCondition('com.microsoft:server-busy', reason),
  internal: (error: unknown): AmqpCondition =>
    toCondition('amqp:internal-error', error instanceof Error ? error.message : String(error)),
  detachForced: (reason: string): AmqpCondition => toCondition('amqp:link:detach-forced', reason),
  connectionForced: (reason: string): AmqpCondition => toCondition('amqp:connection:forced', reason),
} as const;
