import { type PersonalDataTreatment } from '../../src/lib/contracts/contract';
import { type JsonSchema } from '../../src/lib/contracts/catalog';
import { pointerStep, type Problem } from '../contracts/problem';
import { isObject } from '../contracts/walk-schema';
import { ARRIVAL_COLUMNS } from './arrival-columns';
import { columnName, singular } from './column-name';
import { type ScalarType, toScalarType, typeOf } from './nested-type';
import { type SilverColumn } from './silver-column';
import { treat } from './treatments';
import { type UnitedContract } from './united-contract';

/** An array of a record: its own table with one row per element. */
export interface SilverArray {
  /** Name of the table, which includes the array's name. */
  readonly table: string;
  readonly description: string;
  /** Name of one element, such as `line`: its column is `line_number`. */
  readonly element: string;
  /** SQL of the array, over the relation with the surrounding rows. */
  readonly expression: string;
  readonly columns: readonly SilverColumn[];
  readonly arrays: readonly SilverArray[];
}

/** The tables of Silver for a contract's record. */
export interface SilverTable {
  readonly contract: UnitedContract;
  /**
   * `event_id` and `event_time`: the identity and the time to which `x-contract` points, whatever their names in the
   * contract.
   */
  readonly eventId: SilverColumn;
  readonly eventTime: SilverColumn;
  readonly columns: readonly SilverColumn[];
  readonly arrays: readonly SilverArray[];
}

/** Columns of every table of events besides the contract's. */
const EVENT_COLUMNS = ['event_id', 'event_time', 'event_date', ...ARRIVAL_COLUMNS.map(({ name }) => name)];
const HISTORY_NAMES = ['valid_from', 'valid_to', 'is_current', 'is_deleted', 'is_erased', 'ended_in'];

/** Flattens a record into columns, and its arrays into tables. A field that cannot become either is a problem. */
export function toSilverTable(contract: UnitedContract): {
  readonly table: SilverTable | undefined;
  readonly problems: readonly Problem[];
} {
  const { metadata, files } = contract;
  const problems: Problem[] = [];
  const walk: Walk = {
    names: new Map([
      [metadata.eventId, 'event_id'],
      [metadata.eventTime, 'event_time'],
    ]),
    treatments: new Map(metadata.personalData.map(({ path, treatment }) => [path, treatment])),
    refuse(pointer, message, remedy) {
      problems.push({ file: files.at(-1) ?? '', pointer, message, remedy });
    },
  };
  for (const member of ['eventId', 'eventTime'] as const) {
    if (walk.treatments.has(metadata[member])) {
      walk.refuse(
        `/x-contract/${member}`,
        'the field is personal and protected, but Silver needs it unchanged',
        'point to a field that is not personal data',
      );
    }
  }
  const record: Place = {
    path: [],
    pointer: '',
    sql: 'b.event.data',
    table: contract.name,
    taken: new Set([...EVENT_COLUMNS, ...(metadata.history ? HISTORY_NAMES : [])]),
    takenPrefix: 'data',
  };
  const { columns, arrays } = collect(contract.schema, record, walk);
  const find = (wanted: string): SilverColumn | undefined =>
    columns.find(({ pointer }) => pointer === wanted);
  const [eventId, eventTime] = [find(metadata.eventId), find(metadata.eventTime)];
  const complete = problems.length === 0 && eventId !== undefined && eventTime !== undefined;
  return { table: complete ? { contract, eventId, eventTime, columns, arrays } : undefined, problems };
}

interface Walk {
  /** The names `event_id` and `event_time`, by the JSON Pointer of their fields. */
  readonly names: ReadonlyMap<string, string>;
  readonly treatments: ReadonlyMap<string, PersonalDataTreatment>;
  readonly refuse: (pointer: string, message: string, remedy: string) => void;
}

interface Place {
  /** Names of the fields from the record, or from the element of an array, to here. */
  readonly path: readonly string[];
  /** JSON Pointer from the record to here; undefined inside arrays, which have no personal fields. */
  readonly pointer: string;
  readonly sql: string;
  /** Name of the table whose columns the fields become. */
  readonly table: string;
  /** Names of columns that the table already has; a field with such a name gets a prefix. */
  readonly taken: ReadonlySet<string>;
  readonly takenPrefix: string;
}

interface Collected {
  readonly columns: readonly SilverColumn[];
  readonly arrays: readonly SilverArray[];
}

function collect(schema: JsonSchema, place: Place, walk: Walk): Collected {
  const columns: SilverColumn[] = [];
  const arrays: SilverArray[] = [];
  for (const [name, shape] of Object.entries(isObject(schema['properties']) ? schema['properties'] : {})) {
    if (!isObject(shape)) continue;
    const field = {
      ...place,
      path: [...place.path, name],
      pointer: place.pointer + pointerStep(name),
      sql: `${place.sql}.${name}`,
    };
    const treatment = walk.treatments.get(field.pointer);
    if (treatment === 'drop') continue;
    const type = toScalarType(shape);
    if (type !== undefined) {
      const column = toColumn({ shape, type, treatment, field, walk });
      if (column !== undefined) columns.push(column);
      continue;
    }
    if (treatment !== undefined) refuseTreatment(treatment, field, walk);
    if (typeOf(shape) === 'array') arrays.push(toArray(shape, field, walk));
    else {
      const inner = collect(shape, field, walk);
      columns.push(...inner.columns);
      arrays.push(...inner.arrays);
    }
  }
  return { columns, arrays };
}

interface ScalarField {
  readonly shape: JsonSchema;
  readonly type: ScalarType;
  readonly treatment: PersonalDataTreatment | undefined;
  readonly field: Place;
  readonly walk: Walk;
}

function toColumn({ shape, type, treatment, field, walk }: ScalarField): SilverColumn | undefined {
  const plain = columnName(field.path);
  const name =
    walk.names.get(field.pointer) ?? (field.taken.has(plain) ? `${field.takenPrefix}_${plain}` : plain);
  const value = type === 'long' ? `CAST(${field.sql} AS BIGINT)` : field.sql;
  const description = describe(shape, field);
  const { pointer } = field;
  if (treatment === undefined) return { name, type, description, expression: value, pointer };
  const treated = treat(treatment, name, value, shape);
  if (treated === undefined) {
    refuseTreatment(treatment, field, walk);
    return undefined;
  }
  if (treated === 'dropped') return undefined;
  const { note, ...column } = treated;
  return { ...column, description: `${description} ${note}`, pointer, personal: treatment };
}

function toArray(shape: JsonSchema, field: Place, walk: Walk): SilverArray {
  const items = isObject(shape['items']) ? shape['items'] : {};
  const element = singular(columnName(field.path));
  const table = `${field.table}_${element}`;
  const inside: Place = {
    path: [],
    pointer: `${field.pointer}/*`,
    sql: `${element}_element`,
    table,
    taken: new Set([...field.taken, `${element}_number`]),
    takenPrefix: element,
  };
  const type = toScalarType(items);
  if (typeOf(items) === 'array') {
    walk.refuse(
      field.pointer,
      'an array is directly in an array',
      'make the elements of the outer array objects',
    );
  }
  const { columns, arrays } =
    type === undefined
      ? collect(items, inside, walk)
      : {
          columns: [
            {
              name: element,
              type,
              description: describe(items, field),
              expression: type === 'long' ? `CAST(${inside.sql} AS BIGINT)` : inside.sql,
              pointer: inside.pointer,
            },
          ],
          arrays: [],
        };
  return { table, description: describe(shape, field), element, expression: field.sql, columns, arrays };
}

function describe({ description, title }: JsonSchema, { path }: Place): string {
  const [own, other] = [description, title].filter((text) => typeof text === 'string');
  return own ?? other ?? `${path.at(-1) ?? 'Value'} as in the event.`;
}

function refuseTreatment(treatment: PersonalDataTreatment, { pointer }: Place, { refuse }: Walk): void {
  refuse(
    `/x-contract/personalData`,
    `${pointer} does not support the treatment ${treatment}; docs/silver.md lists the treatments of each type`,
    'choose another treatment, or drop the field',
  );
}
