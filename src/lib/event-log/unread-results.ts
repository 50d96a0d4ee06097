import { type ValidationResult } from '../contracts/validation-result';
import { type ReceivedEvent } from './received-event';

/** The judgement of an event that has killed the process each time it was read. */
export function toUnreadResult(): ValidationResult {
  return {
    verdict: 'quarantined',
    rejections: [
      {
        code: 'poison',
        path: '',
        message: 'Working on this event ended the process each time; it was kept without being read.',
      },
    ],
  };
}

/** Quarantines events whose AMQP body is no data section; a contract speaks of bytes. */
export function validateDataBodies(
  validate: (event: ReceivedEvent) => ValidationResult,
): (event: ReceivedEvent) => ValidationResult {
  return (event) => (event.bodyType === undefined ? validate(event) : quarantineBody(event.bodyType));
}

function quarantineBody(bodyType: 'value' | 'sequence'): ValidationResult {
  return {
    verdict: 'quarantined',
    rejections: [
      {
        code: 'amqp_body',
        path: '',
        message: `The AMQP body is a ${bodyType} section; the Event Hubs trigger takes data sections alone. Publish the event as bytes.`,
      },
    ],
  };
}
