import { type PersonalDataTreatment } from '../../src/lib/contracts/contract';
import { type JsonSchema } from '../../src/lib/contracts/catalog';
import { type ScalarType, toScalarType } from './nested-type';

/** A personal field as a column of Silver. */
export interface Treated {
  /** Suffix of the column's name for a generalised value. */
  readonly name: string;
  readonly type: ScalarType;
  readonly expression: string;
  /** One sentence for the column's description. */
  readonly note: string;
}

/** The treatment of one kind of value; `undefined` if the treatment does not apply to it. */
type Treat = (column: string, value: string, schema: JsonSchema) => Treated | undefined;

/**
 * Returns the column of a personal field in Silver (docs/silver.md has the same table for users).
 *
 * @param column The name of the field's column.
 * @param value SQL of the value, already of the column's type.
 * @returns `'dropped'`, the treated column, or `undefined` if the treatment is not defined for the field's type.
 */
export function treat(
  treatment: PersonalDataTreatment,
  column: string,
  value: string,
  schema: JsonSchema,
): Treated | 'dropped' | undefined {
  switch (treatment) {
    case 'drop':
      return 'dropped';
    case 'hash':
      return hash(column, value, schema);
    case 'mask':
      return mask(column, value, schema);
    case 'generalise':
      return generalise(column, value, schema);
  }
}

/** A keyed hash of a text or an integer: SHA-256 over the pepper and the value, in hexadecimal. */
const hash: Treat = (name, value, schema) => {
  const isText = toScalarType(schema) === 'string';
  if (!isText && toScalarType(schema) !== 'long') return undefined;
  const text = isText ? value : `CAST(${value} AS STRING)`;
  // Mail servers ignore case, so a count of addresses does, too.
  const plain = schema['format'] === 'email' ? `lower(${text})` : text;
  return {
    name,
    type: 'string',
    expression: `keyed_hash(s.pepper, ${plain})`,
    note: 'Keyed hash: equal values have equal hashes, and the value cannot be read.',
  };
};

/** The first character and three asterisks, whatever the length. Of eight characters or more, also the last two. */
const mask: Treat = (name, value, schema) => {
  if (toScalarType(schema) !== 'string') return undefined;
  return {
    name,
    type: 'string',
    expression: `mask(${value})`,
    note: 'Masked: the first character, and the last two of a longer value.',
  };
};

/** Years of dates and times, domains of e-mail addresses, the first two characters of texts, tens of numbers. */
const generalise: Treat = (name, value, schema) => {
  switch (toScalarType(schema)) {
    case 'date':
    case 'timestamp':
      return {
        name: `${name.replace(/_(?:date|at|on|time)$/, '')}_year`,
        type: 'long',
        expression: `CAST(year(${value}) AS BIGINT)`,
        note: 'Generalised to the year.',
      };
    case 'integer':
    case 'long':
    case 'double':
      return {
        name: `${name}_tens`,
        type: 'long',
        expression: `CAST(floor(${value} / 10) * 10 AS BIGINT)`,
        note: 'Generalised: rounded down to tens.',
      };
    case 'string':
      return schema['format'] === 'email'
        ? {
            name: `${name}_domain`,
            type: 'string',
            expression: `lower(substring(${value}, instr(${value}, '@') + 1, length(${value})))`,
            note: 'Generalised to the domain.',
          }
        : {
            name: `${name}_prefix`,
            type: 'string',
            expression: `substring(${value}, 1, 2)`,
            note: 'Generalised to the first two characters.',
          };
    case 'boolean':
    case undefined:
      return undefined;
  }
};
