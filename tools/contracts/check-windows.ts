import { type ContractMetadata, type WindowKey, type WindowValue } from '../../src/lib/contracts/contract';
import { inlineRefs, type JsonSchema } from '../../src/lib/contracts/catalog';
import { findField } from './find-field';
import { pointerStep, type Problem } from './problem';
import { type SchemaFile } from './schema-file';
import { namesOf, RESERVED_WINDOW_NAMES } from './window-names';

/** A longer text is not a name of a thing. Tables, sinks and queries have keys in full. */
const KEY_MAX_LENGTH = 64;
/** Up to this bound, every engine finds the same six decimals in a double. */
const DOUBLE_LIMIT = 1_000_000_000;
/** Ten thousand million such numbers fit into a sum, which is a decimal(28,6). */
const WHOLE_LIMIT = 1_000_000_000_000;

/**
 * Checks the windows of every type: equal in all versions, over existing fields that are suitable for grouping or
 * aggregation. The files must have passed the other checks.
 */
export function checkWindows(files: readonly SchemaFile[]): readonly Problem[] {
  const types = new Map<string, SchemaFile[]>();
  for (const file of files) types.set(file.type, [...(types.get(file.type) ?? []), file]);
  return [...types.values()].flatMap((versions) => checkType(versions));
}

function checkType(versions: readonly SchemaFile[]): readonly Problem[] {
  const newest = versions.at(-1);
  if (newest === undefined) return [];
  const metadata = metadataOf(newest);
  const other = versions.find(
    (version) => JSON.stringify(metadataOf(version).windows) !== JSON.stringify(metadata.windows),
  );
  if (other !== undefined) {
    return [
      {
        file: newest.file,
        pointer: '/x-contract/windows',
        message: `${other.file} differs, but all versions share their windows`,
        remedy: `use the same windows in every version of ${newest.type}`,
      },
    ];
  }
  return metadata.windows === undefined ? [] : new WindowsCheck(versions, newest, metadata).run();
}

class WindowsCheck {
  private readonly problems: Problem[] = [];
  /** Newest first: a window may use a field that only some versions have, and the newest one describes it. */
  private readonly schemas: readonly JsonSchema[];
  /** Fields that are personal in any version. */
  private readonly personal: readonly string[];

  constructor(
    versions: readonly SchemaFile[],
    private readonly newest: SchemaFile,
    private readonly metadata: ContractMetadata,
  ) {
    this.schemas = versions.map(({ schema }) => inlineRefs(schema)).reverse();
    this.personal = versions.flatMap((version) => metadataOf(version).personalData.map(({ path }) => path));
  }

  run(): readonly Problem[] {
    const { keys = [], values = [] } = this.metadata.windows ?? {};
    const taken = new Set<string>();
    for (const [index, key] of keys.entries()) {
      this.checkName(`/keys${pointerStep(index)}`, key, taken);
      this.checkKey(`/keys${pointerStep(index)}`, key);
    }
    for (const [index, value] of values.entries()) {
      this.checkName(`/values${pointerStep(index)}`, value, taken);
      this.checkValue(`/values${pointerStep(index)}`, value);
    }
    if (this.metadata.history !== undefined) this.checkHistory(keys, values);
    return this.problems;
  }

  private refuse(place: string, message: string, remedy: string): void {
    this.problems.push({
      file: this.newest.file,
      pointer: `/x-contract/windows${place}`,
      message,
      remedy,
    });
  }

  private checkName(place: string, value: WindowKey | WindowValue, taken: Set<string>): void {
    for (const name of namesOf(value)) {
      if (RESERVED_WINDOW_NAMES.has(name))
        this.refuse(`${place}/name`, `every window already has "${name}"`, 'choose another name');
      else if (taken.has(name))
        this.refuse(`${place}/name`, `another key or value takes the name "${name}"`, 'rename one of them');
      taken.add(name);
    }
  }

  private checkKey(place: string, { path }: WindowKey): void {
    const shape = this.findOpen(`${place}/path`, path);
    if (shape === undefined) return;
    if (path === this.metadata.eventId)
      this.refuse(
        `${place}/path`,
        'every event would be a separate group',
        'group by what many events share',
      );
    else if (typeOf(shape) !== 'string' || shape['format'] !== undefined || longest(shape) > KEY_MAX_LENGTH)
      this.refuse(
        `${place}/path`,
        'the field is not suitable for grouping',
        `use a text of at most ${KEY_MAX_LENGTH} characters without a format and with few values`,
      );
  }

  private checkValue(place: string, { aggregate, path, where }: WindowValue): void {
    if (path !== undefined) {
      const shape = this.findOpen(`${place}/path`, path);
      if (shape !== undefined && !['number', 'integer'].includes(typeOf(shape)))
        this.refuse(`${place}/path`, 'the field is not a number', 'point to a number, or count events');
      else if (shape !== undefined && (aggregate === 'sum' || aggregate === 'average')) {
        const limit = typeOf(shape) === 'integer' ? WHOLE_LIMIT : DOUBLE_LIMIT;
        if (largest(shape) > limit)
          this.refuse(
            `${place}/path`,
            'the number may be too large to be summed with six places',
            `limit it to ±${limit}, or use minimum or maximum`,
          );
      }
    }
    if (where === undefined) return;
    const shape = this.findOpen(`${place}/where/path`, where.path);
    if (shape === undefined) return;
    if (!isComparable(shape, where.equals))
      this.refuse(
        `${place}/where/equals`,
        'the field never has this value',
        `use a value of the type of ${where.path}, and of its enum or const; dates and times cannot be compared`,
      );
  }

  /** The shape of a scalar field that is not personal; otherwise `undefined`, and the error is recorded. */
  private findOpen(place: string, path: string): JsonSchema | undefined {
    const field = this.schemas.map((schema) => findField(schema, path)).find((found) => found !== undefined);
    if (field === undefined) {
      this.refuse(place, 'there is no such field', 'point to a field of the schema, outside arrays');
      return undefined;
    }
    if (this.personal.some((personal) => path === personal || path.startsWith(`${personal}/`))) {
      this.refuse(
        place,
        'the field is personal, but windows are shown unmasked',
        'point to a field that is not personal data',
      );
      return undefined;
    }
    return field.shape;
  }

  /**
   * The batch view of a history reads the table of changes, whose only content is whether each change is a deletion.
   */
  private checkHistory(keys: readonly WindowKey[], values: readonly WindowValue[]): void {
    const { erasedWhen } = this.metadata.history ?? {};
    if (keys.length > 0)
      this.refuse('/keys', 'changes of a history cannot be grouped', 'leave keys empty, or remove history');
    for (const [index, { aggregate, where }] of values.entries()) {
      const counts = aggregate === 'count';
      const isKnown =
        where === undefined || (where.path === erasedWhen?.path && where.equals === erasedWhen.equals);
      if (counts && isKnown) continue;
      this.refuse(
        `/values${pointerStep(index)}`,
        'windows of a history can only count changes and deletions',
        'use a count, without where or with that of history.erasedWhen',
      );
    }
  }
}

function metadataOf({ schema }: SchemaFile): ContractMetadata {
  return schema['x-contract'] as ContractMetadata;
}

/** The one type that a field has besides null. */
function typeOf({ type }: JsonSchema): string {
  const [first] = Array.isArray(type) ? (type as unknown[]) : [type];
  return String(first);
}

/** The values to which a field is limited, if any. */
function listed(shape: JsonSchema): readonly unknown[] | undefined {
  if ('const' in shape) return [shape['const']];
  return Array.isArray(shape['enum']) ? (shape['enum'] as unknown[]) : undefined;
}

function longest(shape: JsonSchema): number {
  const values = listed(shape);
  if (values !== undefined) return Math.max(...values.map((value) => String(value).length));
  return typeof shape['maxLength'] === 'number' ? shape['maxLength'] : Infinity;
}

function largest(shape: JsonSchema): number {
  const bounds = listed(shape) ?? [shape['minimum'], shape['maximum']];
  return Math.max(...bounds.map((bound) => (typeof bound === 'number' ? Math.abs(bound) : 0)));
}

function isComparable(shape: JsonSchema, equals: string | number | boolean): boolean {
  const type = typeOf(shape);
  const expected = type === 'integer' ? 'number' : type;
  if (typeof equals !== expected || shape['format'] === 'date' || shape['format'] === 'date-time')
    return false;
  return listed(shape)?.includes(equals) ?? true;
}
