import { createHash } from 'node:crypto';
import { type ContractDescription, type ContractWindows, type JsonPointer } from '../../contracts/contract';
import { type ContractCatalog } from '../../contracts/catalog';
import { createFieldReader, createParsedFieldReader, type FieldValue } from '../../contracts/read-fields';
import { type Source } from '../../contracts/source';
import { hashEvent } from './event-ids';

/** The name and the windows of one event type. */
export interface View {
  /** As `iot_telemetry`. */
  readonly name: string;
  readonly type: string;
  readonly source: Source;
  readonly windows: ContractWindows;
  /** Differs if the definition of the view changes. States of different shapes cannot be added. */
  readonly shape: string;
}

/** The parts of an accepted event that its windows need. */
export interface WindowEvent {
  readonly view: View;
  /** Milliseconds since the epoch, a whole minute. */
  readonly minute: number;
  /** Milliseconds since the epoch. */
  readonly windowStart: number;
  readonly hash: string;
  readonly keys: readonly string[];
  /** In the order of the view's values; undefined if the event does not count. For `count`, any number. */
  readonly numbers: readonly (number | undefined)[];
}

/** The key of events that have no value for it. */
export const UNKNOWN_KEY = 'unknown';

const MINUTE = 60_000;

/** The name that the type's table of Silver has. */
export function viewName(type: string): string {
  return type.replace(/[.-]/g, '_');
}

/** The views of a source, from the newest version of each type that has windows. */
export function viewsOf(catalog: ContractCatalog, source?: Source): readonly View[] {
  const views: View[] = [];
  for (const contract of catalog.all()) {
    if (contract.windows === undefined || (source !== undefined && contract.source !== source)) continue;
    if (catalog.find(contract.type) !== contract) continue;
    const { type, windows } = contract;
    views.push({
      name: viewName(type),
      type,
      source: contract.source,
      windows,
      shape: createHash('sha256').update(JSON.stringify(windows)).digest('hex').slice(0, 16),
    });
  }
  return views;
}

/** Makes the reader of accepted events. The readers of each contract are made once. */
export function createEventReader(
  views: readonly View[],
): (contract: ContractDescription, event: Buffer) => WindowEvent | undefined {
  const readers = new Map<ContractDescription, ((event: Buffer) => WindowEvent | undefined) | undefined>();
  const readerOf = (contract: ContractDescription) => {
    if (!readers.has(contract)) {
      const view = views.find(({ type }) => type === contract.type);
      readers.set(contract, view && contract.windows && createViewReader(contract, contract.windows, view));
    }
    return readers.get(contract);
  };
  return (contract, event) => readerOf(contract)?.(event);
}

/** Reads fields by the paths of the event's own version; names and order of the view are the same in all versions. */
function createViewReader(
  contract: ContractDescription,
  windows: ContractWindows,
  view: View,
): (event: Buffer) => WindowEvent | undefined {
  const pointers: string[] = [];
  /** Returns the place of a field among the fields that are read. */
  const placeOf = (pointer: JsonPointer): number => pointers.push(`/data${pointer}`) - 1;
  const timeAt = placeOf(contract.eventTime);
  const idAt = placeOf(contract.eventId);
  const keysAt = windows.keys.map(({ path }) => placeOf(path));
  const numberReaders = windows.values.map(({ path, where }) => {
    const valueAt = path === undefined ? undefined : placeOf(path);
    const conditionAt = where && placeOf(where.path);
    return (fields: readonly FieldValue[]): number | undefined => {
      if (conditionAt !== undefined && fields[conditionAt] !== where?.equals) return undefined;
      const value = valueAt === undefined ? 0 : fields[valueAt];
      return typeof value === 'number' ? value : undefined;
    };
  });
  const readFields = createFieldReader(pointers);
  const readParsedFields = createParsedFieldReader(pointers);
  const length = windows.seconds * 1000;

  return (event) => {
    const fields = readFields(event) ?? readParsedFields(JSON.parse(event.toString()));
    const instant = readInstant(fields[timeAt]);
    const id = fields[idAt];
    // Contracts require both fields, so every accepted event has them.
    if (instant === undefined || typeof id !== 'string') return undefined;
    const time = Math.floor(instant / 1000);
    return {
      view,
      minute: Math.floor(time / MINUTE) * MINUTE,
      windowStart: Math.floor(time / length) * length,
      hash: hashEvent(instant, id),
      keys: keysAt.map((keyAt) => toKey(fields[keyAt])),
      numbers: numberReaders.map((read) => read(fields)),
    };
  };
}

function toKey(value: FieldValue): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : UNKNOWN_KEY;
}

/**
 * Reads a time (RFC 3339, in the stricter form of contracts/formats.ts) to the microsecond, like the
 * timestamps of Silver. Further digits of the fraction are dropped.
 *
 * @returns microseconds since the epoch, an exact whole number; undefined for anything that is not a time
 */
export function readInstant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) return undefined;
  // Date.parse reads three digits of the fraction; the next three are added here.
  return milliseconds * 1000 + digitsAfterMilliseconds(value);
}

const DOT = 0x2e;
const ZERO = 0x30;
/** Index of the fraction's fourth digit, as in `2026-11-21T08:15:30.123456Z`. */
const FOURTH_DIGIT = 23;

function digitsAfterMilliseconds(text: string): number {
  if (text.charCodeAt(19) !== DOT) return 0;
  let micros = 0;
  let place = 100;
  for (let index = FOURTH_DIGIT; place >= 1; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    micros += digit * place;
    place /= 10;
  }
  return micros;
}
