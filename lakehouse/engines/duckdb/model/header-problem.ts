import { type ErrorObject } from 'ajv/dist/2020';

/** Names of the schema's types that have no title. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'list',
  object: 'mapping',
  integer: 'whole number',
};

/** Keywords whose error repeats the error of an inner keyword. */
const OUTER: ReadonlySet<string> = new Set(['if', 'propertyNames']);

/**
 * Converts Ajv's errors (with `verbose`) to problems of a header, `<field>: <words>` each. The Spark engine
 * uses the same words (sluice/header_schema.py); lakehouse/model.cases.json tests both.
 */
export function toHeaderProblems(errors: readonly ErrorObject[], header: unknown): string[] {
  return errors.filter(({ keyword }) => !OUTER.has(keyword)).map((error) => toProblem(error, header));
}

function toProblem(error: ErrorObject, header: unknown): string {
  const { instancePath, propertyName, keyword, data, parentSchema } = error;
  const params = error.params as Readonly<Record<string, unknown>>;
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (propertyName !== undefined) path.push(propertyName);
  const at = (words: string, ...inner: readonly string[]): string =>
    [[...path, ...inner].join('.'), words].filter((part) => part !== '').join(': ');
  const title = (parentSchema as { readonly title?: string } | undefined)?.title;
  switch (keyword) {
    case 'type':
      return at(`is not a ${title ?? TYPES[String(params['type'])] ?? String(params['type'])}`);
    case 'pattern':
      return at(`${toText(data)} is not a ${title ?? 'text of the right form'}`);
    case 'enum':
      return at(`${toText(data)} is not one of ${(params['allowedValues'] as string[]).join(', ')}`);
    case 'required':
      return at('is missing', String(params['missingProperty']));
    case 'additionalProperties':
      return at(`has the unknown field "${String(params['additionalProperty'])}"`);
    case 'minItems':
    case 'minProperties':
      return at('is empty');
    case 'minimum':
      return at(`${toText(data)} is less than ${String(params['limit'])}`);
    case 'maximum':
      return at(`${toText(data)} is more than ${String(params['limit'])}`);
    case 'false schema':
      return at(
        `has no effect with materialise: ${String((header as Record<string, unknown>)['materialise'])}`,
      );
    case 'dependentRequired':
      return at(`has no effect without ${String(params['missingProperty'])}`, String(params['property']));
    default:
      throw new Error(`model.schema.json has the keyword ${keyword}, for which this reader has no message`);
  }
}

function toText(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}
