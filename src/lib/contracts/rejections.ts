import { type Contract, type Rejection, type RejectionCode } from './contract';
import { type EventMessage, type ValidationResult } from './validation-result';

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

/**
 * Application properties of a record that ingestion refused and published for the quarantine. The body is the record
 * as it came. Names begin in lower case, because the Functions library changes the first letter of other names.
 */
const REFUSAL_PROPERTIES = {
  /** JSON: the rejections, with paths in the event. */
  rejections: 'sluice_rejections',
  /** Id of the contract against which the record was validated. */
  contract: 'sluice_contract',
  /** The JSON record that ingestion made of a row of CSV. */
  record: 'sluice_record',
  /** The header row of a row of CSV of which no record could be made. */
  csvHeader: 'sluice_csv_header',
} as const;

/** Maximum length of a property that repeats content, in characters. A longer one is left out. */
const MAX_CONTENT_LENGTH = 65_536;
/** Limits of what is taken over from a property, which any sender can set. */
const MAX_SENT_MESSAGE_LENGTH = 1000;
const MAX_PATH_LENGTH = 1024;

export interface Refusal {
  readonly contract: Pick<Contract, 'id'>;
  readonly rejections: readonly Rejection[];
  /** JSON of a row of CSV. */
  readonly record?: string | undefined;
  readonly csvHeader?: string | undefined;
}

/** Returns the application properties with which ingestion publishes a refused record. */
export function toRefusalProperties({
  contract,
  rejections,
  record,
  csvHeader,
}: Refusal): Record<string, string> {
  const properties: Record<string, string> = {
    [REFUSAL_PROPERTIES.rejections]: JSON.stringify(rejections),
    [REFUSAL_PROPERTIES.contract]: contract.id,
  };
  if (record !== undefined && record.length <= MAX_CONTENT_LENGTH)
    properties[REFUSAL_PROPERTIES.record] = record;
  if (csvHeader !== undefined && csvHeader.length <= MAX_CONTENT_LENGTH)
    properties[REFUSAL_PROPERTIES.csvHeader] = csvHeader;
  return properties;
}

/**
 * Returns the result for an event that ingestion refused, and `undefined` for any other event. Such an event is never
 * validated: it could keep a contract although ingestion refused it, and would be accepted without a word.
 *
 * @param contracts the contracts of the hub
 */
export function readRefusal(
  { properties }: EventMessage,
  contracts: readonly Contract[],
): ValidationResult | undefined {
  const reasons = properties?.[REFUSAL_PROPERTIES.rejections];
  if (reasons === undefined) return undefined;
  const id = properties?.[REFUSAL_PROPERTIES.contract];
  const contract = contracts.find((one) => one.id === id);
  const rejections = readRejections(reasons);
  return { verdict: 'quarantined', rejections, ...(contract !== undefined && { contract }) };
}

/** Whether ingestion refused the event. */
export function isRefused({ properties }: EventMessage): boolean {
  return properties?.[REFUSAL_PROPERTIES.rejections] !== undefined;
}

/**
 * Returns the message from which a refused record can be read as JSON. For a row of CSV, that is the record that
 * ingestion made of it.
 */
export function toReadableMessage<Message extends EventMessage>(message: Message): Message {
  const record = message.properties?.[REFUSAL_PROPERTIES.record];
  if (!isRefused(message) || typeof record !== 'string') return message;
  return { ...message, body: Buffer.from(record), contentType: 'application/json' };
}

/** Returns the text of a refused record for people: a row of CSV comes after its header. */
export function toReadableText(message: EventMessage): string {
  const header = isRefused(message) ? message.properties?.[REFUSAL_PROPERTIES.csvHeader] : undefined;
  const text = message.body.toString('utf8');
  return typeof header === 'string' ? `${header}\n${text}` : text;
}

/** Reads the reasons. Reasons that cannot be read do not make the event acceptable. */
function readRejections(text: unknown): readonly Rejection[] {
  const read = parse(text);
  if (!Array.isArray(read) || read.length === 0 || !read.every(isRejection)) {
    const message = 'Ingestion refused this record, but its reasons cannot be read.';
    return [{ code: 'refused', path: '', message }];
  }
  return read.slice(0, MAX_REJECTIONS).map(({ code, path, message }) => ({
    code,
    path: path.slice(0, MAX_PATH_LENGTH),
    message: message.slice(0, MAX_SENT_MESSAGE_LENGTH),
  }));
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const CODES: ReadonlySet<unknown> = new Set<Exclude<RejectionCode, `contract.${string}`>>([
  'malformed_json',
  'malformed_csv',
  'invalid_utf8',
  'too_large',
  'envelope_invalid',
  'unknown_type',
  'unknown_version',
  'wrong_source',
  'validation_failed',
]);

function isRejection(value: unknown): value is Rejection {
  if (typeof value !== 'object' || value === null) return false;
  const { code, path, message } = value as Readonly<Record<string, unknown>>;
  const isCode = CODES.has(code) || (typeof code === 'string' && /^contract\.[a-zA-Z]{1,40}$/.test(code));
  return isCode && typeof path === 'string' && typeof message === 'string';
}
