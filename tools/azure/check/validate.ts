import Ajv2019, { type ErrorObject } from 'ajv/dist/2019';
import addFormats from 'ajv-formats';

/**
 * Returns the errors of a value, each with its place as a JSON pointer; `what` names the value, such as `azure.yaml`.
 */
export type Validate = (value: unknown, what: string) => readonly string[];

/** Compiles a JSON Schema. */
export function createValidator(schema: object): Validate {
  // Schemas of other tools have their own keywords, which do not matter for validity.
  const ajv = new Ajv2019({ allErrors: true, strict: false, verbose: false });
  addFormats(ajv);
  // The schema may declare an older dialect, which this reader supports as well.
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
