import { type AmqpCondition } from '../amqp/rhea-view';

/** Errors for clients, with the conditions of Event Hubs. */
export const amqpErrors = {
  /** Client libraries recognize this error by its text. */
  entityNotFound: (address: string): AmqpCondition => ({
    condition: 'amqp:not-found',
    description: `The messaging entity '${address}' could not be found.`,
    info: {},
  }),
  unauthorized: (reason: string): AmqpCondition => ({
    condition: 'amqp:unauthorized-access',
    description: `Unauthorized: ${reason}.`,
    info: {},
  }),
  notSupported: (what: string): AmqpCondition => ({
    condition: 'amqp:not-implemented',
    description: `This local Event Hubs does not support ${what}.`,
    info: {},
  }),
  notAllowed: (reason: string): AmqpCondition => ({
    condition: 'amqp:not-allowed',
    description: reason,
    info: {},
  }),
  argument: (reason: string): AmqpCondition => ({
    condition: 'com.microsoft:argument-error',
    description: reason,
  }),
  outOfRange: (reason: string): AmqpCondition => ({
    condition: 'com.microsoft:argument-out-of-range',
    description: reason,
    info: {},
  }),
  malformed: (reason: string): AmqpCondition => ({
    condition: 'amqp:decode-error',
    description: reason,
    info: {},
  }),
  tooLarge: (size: number, limit: number): AmqpCondition => ({
    condition: 'amqp:link:message-size-exceeded',
    description: `The message has ${size} bytes; the link allows ${limit}.`,
    info: {},
  }),
  stolen: (reason: string): AmqpCondition => ({
    condition: 'amqp:link:stolen',
    description: reason,
    info: {},
  }),
  quota: (reason: string): AmqpCondition => ({
    condition: 'amqp:resource-limit-exceeded',
    description: reason,
    info: {},
  }),
  serverBusy: (reason: string): AmqpCondition => ({
    condition: 'com.microsoft:server-busy',
    description: reason,
  }),
  internal: (error: unknown): AmqpCondition => ({
    condition: 'amqp:internal-error',
    description: error instanceof Error ? error.message : String(error),
    info: {},
  }),
  detachForced: (reason: string): AmqpCondition => ({
    condition: 'amqp:link:detach-forced',
    description: reason,
    info: {},
  }),
  connectionForced: (reason: string): AmqpCondition => ({
    condition: 'amqp:connection:forced',
    description: reason,
    info: {},
  }),
} as const;
