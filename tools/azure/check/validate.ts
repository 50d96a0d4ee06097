import Ajv2019, { type ErrorObject } from 'ajv/dist/2019';
import addFormats from 'ajv-formats';

/** What a value breaks of a schema, each with the place as a JSON pointer; `what` names the value, as `azure.yaml`. */
export type Validate = (value: unknown, what: string) => readonly string[];

/** Compiles a JSON Schema. */
export function createValidator(schema: object): Validate {
  // Schemas of others have keywords that are theirs alone; they say nothing about validity.
  const ajv = new Ajv2019({ allErrors: true, strict: false, verbose: false });
  addFormats(ajv);
  // The dialect that a schema names may be an older one, which this reader takes as well.
  const isValid = ajv.compile(
    Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema')) as object,
  );
  return (value, what) =>
    isValid(value) ? [] : (isValid.errors ?? []).map((error) => describe(error, what));
}

function describe({ instancePath, message = 'is not valid', params }: ErrorObject, what: string): string {
  const named = Object.values(params as Record<string, unknown>).filter(
    (param) => typeof param === 'string' && !message.includes(param),
  );
  const about = named.length === 0 ? '' : ` (${named.join(', ')})`;
  return `${what}${instancePath}: ${message}${about}`;
}
