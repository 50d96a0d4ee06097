import { type ValidationResult } from '../contracts/validation-result';
import { type ReceivedEvent } from './received-event';

/** Returns the result for an event that killed the process each time it was read. */
export function toUnreadResult(): ValidationResult {
  return {
    verdict: 'quarantined',
    rejections: [
      {
        code: 'poison',
        path: '',
        message:
          'This event ended the process each time it was processed. It was quarantined without being read.',
      },
    ],
  };
}

/** Quarantines events whose AMQP body is not a data section, because contracts describe bytes. */
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
        message: `The AMQP body is a ${bodyType} section, but the Event Hubs trigger accepts only data sections. Publish the event as bytes.`,
      },
    ],
  };
}
