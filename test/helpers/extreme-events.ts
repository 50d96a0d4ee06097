import { type Contract } from '../../src/lib/contracts/contract';
import { inlineRefs, type JsonSchema } from '../../src/lib/contracts/catalog';

/** The text of an event, as a sender writes it, with the time at which it reaches the hub. */
export interface ExtremeEvent {
  /** Which field has which value. */
  readonly what: string;
  readonly text: string;
}

/** Times at the edges of what the contract takes, and in spellings that readers may take for others. */
const SOUND_TIMES: readonly string[] = [
  '0001-01-01T00:00:00Z',
  '0001-01-01T18:00:00+18:00',
  '9999-12-31T23:59:59.999999999Z',
  '9999-12-31T05:59:59.9999999-18:00',
  '1582-10-10T12:00:00-00:00',
  '1899-12-31T23:59:59.1Z',
  '2262-04-12T00:00:00Z',
  '2024-02-29T23:59:59.1234567+05:45',
  '1969-12-31T23:59:59.999999Z',
];
const SOUND_DATES: readonly string[] = ['0001-01-01', '1582-10-10', '2000-02-29', '9999-12-31'];

/** What an older rule let pass, and what no rule ever did. */
const UNSOUND_TIMES: readonly string[] = [
  '0001-01-01T00:00:00+01:00',
  '9999-12-31T23:59:59-05:00',
  '0000-12-31T12:00:00Z',
  '2026-01-01T00:00:00+18:01',
  '2026-01-01T00:00:00-23:59',
  '2026-06-30T23:59:60Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01t00:00:00z',
  '2026-02-29T00:00:00Z',
  '2026-01-01T00:00:00',
  '2026-01-01',
  '',
];
const UNSOUND_DATES: readonly string[] = ['0000-01-01', '2026-02-29', '10000-01-01', '2026-1-1', 'today'];

/** Written as they are: JSON.stringify would write others. */
class Raw {
  constructor(readonly text: string) {}
}

type Values = (schema: JsonSchema) => readonly unknown[];

/** Events that the contract takes, each with one value at an edge of its type. */
export function extremeEvents(contract: Contract): ExtremeEvent[] {
  return vary(contract, 'extreme', soundValues);
}

/** Events that no engine can take, or that only an older rule took, each with one such value. */
export function unsoundEvents(contract: Contract): ExtremeEvent[] {
  return vary(contract, 'unsound', unsoundValues);
}

const soundValues: Values = (schema) => {
  const { minimum, maximum, maxLength = 64, minLength = 0 } = schema as Record<string, number>;
  const {
    format,
    pattern,
    enum: choices,
  } = schema as { format?: string; pattern?: string; enum?: unknown[] };
  const nothing = Array.isArray(schema['type']) && schema['type'].includes('null') ? [null] : [];
  switch (kindOf(schema)) {
    case 'integer':
      return [...nothing, minimum, maximum, new Raw(`${maximum}.0`), ...zeros(minimum, maximum)];
    case 'number':
      return [
        ...nothing,
        minimum,
        maximum,
        new Raw('1e-400'),
        new Raw('-1e-400'),
        5e-324,
        0.1 + 0.2,
        ...zeros(minimum, maximum),
      ].filter((value) =>
        value instanceof Raw
          ? (minimum ?? 0) <= 0
          : Number(value) >= (minimum ?? 0) && Number(value) <= (maximum ?? 0),
      );
    case 'boolean':
      return [...nothing, true, false];
    default:
      if (choices) return choices;
      if (format === 'date-time') return SOUND_TIMES;
      if (format === 'date') return SOUND_DATES;
      if (format === 'email') return [`${'a'.repeat(64)}@${'b'.repeat(60)}.example`];
      if (pattern !== undefined) return nothing;
      return [
        ...nothing,
        ...(minLength === 0 ? [''] : []),
        '\u0000',
        ...(maxLength >= 2 ? [`a\u0000`] : []),
        '\u{10FFFF}'.repeat(maxLength),
        `'"\\\u2028\t`.slice(0, maxLength),
        ' '.repeat(Math.max(minLength, 1)),
      ].filter((text) => text === null || Array.from(text).length >= minLength);
  }
};

const unsoundValues: Values = (schema) => {
  switch (kindOf(schema)) {
    case 'integer':
      return [
        new Raw('1e308'),
        new Raw('-1e19'),
        new Raw('9223372036854775808'),
        new Raw('9007199254740993'),
        0.5,
      ];
    case 'number':
      return [new Raw('1e308'), new Raw('-1e308'), new Raw('1e30')];
    case 'boolean':
      return [];
    default:
      if (schema['format'] === 'date-time') return UNSOUND_TIMES;
      return schema['format'] === 'date' ? UNSOUND_DATES : [];
  }
};

function zeros(minimum = 0, maximum = 0): unknown[] {
  return minimum <= 0 && maximum >= 0 ? [new Raw('-0'), new Raw('0'), new Raw('-0.0')] : [];
}

function kindOf({ type }: JsonSchema): string {
  return String(Array.isArray(type) ? type[0] : type);
}

/** The most complete example, with every value at every field, and with the longest list. */
function vary(contract: Contract, name: string, values: Values): ExtremeEvent[] {
  const examples = contract.schema['examples'] as readonly Record<string, unknown>[];
  const example = [...examples].sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0] ?? {};
  const schema = inlineRefs(contract.schema);
  const events: ExtremeEvent[] = [];
  const add = (path: readonly string[], value: unknown): void => {
    const id = `${name}-${events.length}`;
    const record = replaced(replaced(example, contract.eventId.slice(1).split('/'), id), path, value);
    events.push({ what: `${path.join('/')} of ${contract.type}`, text: envelope(contract, id, record) });
  };
  const walk = (shape: JsonSchema, path: readonly string[]): void => {
    if (`/${path.join('/')}` === contract.eventId) return;
    const { properties, items, maxItems } = shape as {
      properties?: Record<string, JsonSchema>;
      items?: JsonSchema;
      maxItems?: number;
    };
    if (properties) for (const [field, inner] of Object.entries(properties)) walk(inner, [...path, field]);
    else if (items) {
      walk(items, [...path, '0']);
      if (name === 'extreme')
        add(
          path,
          Array.from({ length: maxItems ?? 1 }, () => at(example, [...path, '0'])),
        );
    } else for (const value of values(shape)) add(path, value);
  };
  walk(schema, []);
  return events;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === name ? replaced(item, rest, by) : item));
  const object = (value ?? {}) as Record<string, unknown>;
  return { ...object, [name]: replaced(object[name], rest, by) };
}

function envelope(contract: Contract, id: string, record: unknown): string {
  const raws: string[] = [];
  const text = JSON.stringify(
    { specversion: '1.0', id, source: '/test', type: contract.type, dataschema: contract.id, data: record },
    (_, value: unknown) => (value instanceof Raw ? `raw:${raws.push(value.text) - 1}` : value),
  );
  return text.replaceAll(/"raw:(\d+)"/g, (_, index: string) => raws[Number(index)] ?? '');
}
