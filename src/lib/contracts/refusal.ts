import { type Contract, type Rejection } from './contract';
import { rejection as rejectionShape } from './api';
import { type EventMessage, type ValidationResult } from './validation-result';

/**
 * Application properties of a record that ingestion refused and published for the quarantine. The body is the record
 * as it came. Names begin in lower case, because the Functions library changes the first letter of other names.
 */
const PROPERTIES = {
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
const MAX_REJECTIONS = 20;
const MAX_MESSAGE_LENGTH = 1000;
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
    [PROPERTIES.rejections]: JSON.stringify(rejections),
    [PROPERTIES.contract]: contract.id,
  };
  if (record !== undefined && record.length <= MAX_CONTENT_LENGTH) properties[PROPERTIES.record] = record;
  if (csvHeader !== undefined && csvHeader.length <= MAX_CONTENT_LENGTH)
    properties[PROPERTIES.csvHeader] = csvHeader;
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
  const reasons = properties?.[PROPERTIES.rejections];
  if (reasons === undefined) return undefined;
  const id = properties?.[PROPERTIES.contract];
  const contract = contracts.find((one) => one.id === id);
  const rejections = readRejections(reasons);
  return { verdict: 'quarantined', rejections, ...(contract !== undefined && { contract }) };
}

/** Whether ingestion refused the event. */
export function isRefused({ properties }: EventMessage): boolean {
  return properties?.[PROPERTIES.rejections] !== undefined;
}

/**
 * Returns the message from which a refused record can be read as JSON: for a row of CSV the record that ingestion made
 * of it, and otherwise the message itself.
 */
export function toReadableMessage<Message extends EventMessage>(message: Message): Message {
  const record = message.properties?.[PROPERTIES.record];
  if (!isRefused(message) || typeof record !== 'string') return message;
  return { ...message, body: Buffer.from(record), contentType: 'application/json' };
}

/** Returns the text of a refused record for people: a row of CSV comes after its header. */
export function toReadableText(message: EventMessage): string {
  const header = isRefused(message) ? message.properties?.[PROPERTIES.csvHeader] : undefined;
  const text = message.body.toString('utf8');
  return typeof header === 'string' ? `${header}\n${text}` : text;
}

/** Reads the reasons. Reasons that cannot be read do not make the event acceptable. */
function readRejections(text: unknown): readonly Rejection[] {
  const read = rejectionShape.array().min(1).safeParse(parse(text));
  if (!read.success) {
    const message = 'Ingestion refused this record, but its reasons cannot be read.';
    return [{ code: 'refused', path: '', message }];
  }
  return read.data.slice(0, MAX_REJECTIONS).map(({ code, path, message }) => ({
    code,
    path: path.slice(0, MAX_PATH_LENGTH),
    message: message.slice(0, MAX_MESSAGE_LENGTH),
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
