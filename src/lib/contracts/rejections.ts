import { type Rejection } from './contract';

/** An error as Ajv's generated code reports it. */
export interface ValidatorError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** More rejections would not help to repair the event, and a hostile event can break a rule in each of its fields. */
const MAX_REJECTIONS = 20;

/** Converts errors of Ajv's generated code to rejections that name the field and the rule, and never the value. */
export function toRejections(errors: readonly ValidatorError[]): readonly Rejection[] {
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  );
  const telling = errors.filter(
    ({ keyword, instancePath }) =>
      // `if` only repeats that `then` or `else` failed, which have their own errors. A wrong type makes the error of
      // `enum` redundant.
      keyword !== 'if' && !(keyword === 'enum' && mistyped.has(instancePath)),
  );
  return telling.slice(0, MAX_REJECTIONS).map(toRejection);
}

function toRejection(error: ValidatorError): Rejection {
  const code = `contract.${error.keyword === 'false schema' ? 'forbidden' : error.keyword}` as const;
  const path = toPath(error);
  const field = path === '' ? 'The record' : path;
  return { code, path, message: `${field} ${toSentence(error)}.` };
}

function toPath({ keyword, instancePath, params }: ValidatorError): string {
  const { missingProperty, additionalProperty } = params as {
    missingProperty?: string;
    additionalProperty?: string;
  };
  if (keyword === 'required' && missingProperty !== undefined) return `${instancePath}/${missingProperty}`;
  if (additionalProperty !== undefined && FIELD_NAME.test(additionalProperty))
    return `${instancePath}/${additionalProperty}`;
  return instancePath;
}

function toSentence({ keyword, params }: ValidatorError): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties': {
      const named = FIELD_NAME.test(String(params['additionalProperty']));
      return named ? 'is not a field of the contract' : 'has a field that is not in the contract';
    }
    case 'type':
      return `must be of type ${String(params['type']).replaceAll(',', ' or ')}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as readonly unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    case 'format':
      return `must be in the format ${String(params['format'])}`;
    case 'pattern':
      return `must match the pattern ${String(params['pattern'])}`;
    case 'minLength':
      return `must have at least ${limit} characters`;
    case 'maxLength':
      return `must have at most ${limit} characters`;
    case 'minimum':
      return `must be ${limit} or more`;
    case 'maximum':
      return `must be ${limit} or less`;
    case 'minItems':
      return `must have at least ${limit} items`;
    case 'maxItems':
      return `must have at most ${limit} items`;
    case 'minProperties':
      return `must have at least ${limit} fields`;
    case 'maxProperties':
      return `must have at most ${limit} fields`;
    case 'false schema':
      return 'must be absent here';
    default:
      return `breaks the rule ${keyword}`;
  }
}

/** Messages show names of fields only if they look like names, because a sender can put anything into them. */
export const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Maximum length of an event: 256 KiB, the limit of a message in the Event Hubs Basic tier. */
export const DEFAULT_MAX_EVENT_BYTES = 262_144;

const MAX_MESSAGE_LENGTH = 500;

export function tooLarge(maxEventBytes: number): Rejection {
  return { code: 'too_large', path: '', message: `The event is longer than ${maxEventBytes} bytes.` };
}

/** Converts a rejection of a record to one of its event: the record is `data` in it, so paths start there. */
export function underData({ code, path, message }: Rejection): Rejection {
  return { code, path: `/data${path}`, message: message.startsWith('/') ? `/data${message}` : message };
}

/** Returns the rejection for a fault of validation itself. The event is kept, and the batch continues. */
export function failed(error: unknown): Rejection {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'validation_failed',
    path: '',
    message: `Validation failed with an internal error: ${reason.slice(0, MAX_MESSAGE_LENGTH)}`,
  };
}
