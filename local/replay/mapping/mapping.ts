import { readFileSync } from 'node:fs';
import { parseExactJson, StandInError } from '../../kit';
import { type FieldMapping, parseFieldMapping } from './field-mapping';
import { parsePath } from './paths';

/** A mapping of the rows of a file to records of a contract. See docs/replay.md. */
export interface Mapping {
  readonly fields: readonly FieldMapping[];
}

/**
 * Reads a mapping file.
 *
 * @throws StandInError `option_invalid` with the field and the remedy
 */
export function readMapping(file: string): Mapping {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new StandInError('option_invalid', `the mapping ${file} cannot be read`, error);
  }
  try {
    return parseMapping(parseExactJson(text.replace(/^\ufeff/, '')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StandInError('option_invalid', `${file}: ${reason}`, error);
  }
}

/**
 * @param value with the numbers of `parseExactJson`
 * @throws StandInError `option_invalid` with the field and the remedy
 */
export function parseMapping(value: unknown): Mapping {
  if (!isObject(value)) throw invalid('a mapping must be a JSON object with "fields"');
  const unknown = Object.keys(value).find((key) => key !== 'fields' && key !== 'description');
  if (unknown !== undefined)
    throw invalid(`"${unknown}" is unknown; a mapping has only "description" and "fields"`);
  const { fields } = value;
  if (!isObject(fields) || Object.keys(fields).length === 0) {
    throw invalid(
      '"fields" is missing; add an object from target fields to their sources, such as {"deviceId": {"from": "station"}}',
    );
  }
  const mappings = Object.entries(fields).map(([target, field]) => parseFieldMapping(target, field));
  refuseOverlaps(mappings);
  return { fields: mappings };
}

/** A field cannot be both a value and an object of fields, and cannot be written twice. */
function refuseOverlaps(mappings: readonly FieldMapping[]): void {
  const paths = mappings.map(({ target }) => ({ target, path: parsePath(target) }));
  for (const [index, one] of paths.entries()) {
    for (const other of paths.slice(index + 1)) {
      const length = Math.min(one.path.length, other.path.length);
      if (one.path.slice(0, length).some((part, depth) => part !== other.path[depth])) continue;
      throw invalid(`fields "${one.target}" and "${other.target}" write the same place; remove one of them`);
    }
  }
}

const invalid = (message: string): StandInError => new StandInError('option_invalid', message);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
