import { type ErrorObject } from 'ajv/dist/2020';

/** What the schema's types are called where it has no title for them. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'list',
  object: 'mapping',
  integer: 'whole number',
};

/** Say that something inside is wrong, which has an error of its own. */
const OUTER: ReadonlySet<string> = new Set(['if', 'propertyNames']);

/**
 * What is wrong with a header, `<field>: <words>` each, from what Ajv finds with `verbose`. The Spark engine has the same
 * words (sluice/header_schema.py); lakehouse/model.cases.json holds both to them.
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
      return at(`is no ${title ?? TYPES[String(params['type'])] ?? String(params['type'])}`);
    case 'pattern':
      return at(`${toText(data)} is no ${title ?? 'text of the right form'}`);
    case 'enum':
      return at(`${toText(data)} is none of ${(params['allowedValues'] as string[]).join(', ')}`);
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
        `means nothing with materialise: ${String((header as Record<string, unknown>)['materialise'])}`,
      );
    case 'dependentRequired':
      return at(`means nothing without ${String(params['missingProperty'])}`, String(params['property']));
    default:
      throw new Error(`model.schema.json has the keyword ${keyword}, for which there are no words`);
  }
}

function toText(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}
