import { isJsonObject, type Json, StandInError } from '../../kit';

/** `${var.lake}`, `${bundle.name}`; a path of names, as the Databricks CLI reads it (libs/dyn/dynvar/ref.go). */
const REFERENCE = /\$\{([a-zA-Z][\w-]*(?:\.[a-zA-Z][\w-]*)*)\}/g;
const WHOLE_REFERENCE = /^\$\{([a-zA-Z][\w-]*(?:\.[a-zA-Z][\w-]*)*)\}$/;

export interface InterpolateOptions {
  /** What stands for a path such as `var.lake`; `undefined` where nobody knows it. It may hold references itself. */
  readonly lookUp: (path: string) => Json | undefined;
  /** Leads the messages. */
  readonly where: string;
}

/**
 * Puts the values of `${…}` references in their place. A string that is one reference takes the value's own type.
 *
 * https://docs.databricks.com/dev-tools/bundles/variables
 *
 * @throws StandInError `option_invalid` for a reference to nothing and for references that lead in a circle
 */
export function interpolate(value: Json, options: InterpolateOptions, path: readonly string[] = []): Json {
  if (typeof value === 'string') return interpolateText(value, options, path);
  if (Array.isArray(value)) return value.map((item: Json) => interpolate(item, options, path));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, interpolate(item, options, path)]),
  );
}

function interpolateText(text: string, options: InterpolateOptions, path: readonly string[]): Json {
  const whole = WHOLE_REFERENCE.exec(text)?.[1];
  if (whole !== undefined) return resolve(whole, options, path);
  const replaced = text.replace(REFERENCE, (_match, reference: string) => {
    const value = resolve(reference, options, path);
    if (typeof value === 'object')
      throw new StandInError('option_invalid', `${options.where}: \${${reference}} is not a plain value`);
    return String(value);
  });
  if (replaced.replace(REFERENCE, '').includes('${'))
    throw new StandInError('option_invalid', `${options.where}: "${text}" holds a malformed reference`);
  return replaced;
}

function resolve(reference: string, options: InterpolateOptions, path: readonly string[]): Json {
  if (path.includes(reference))
    throw new StandInError(
      'option_invalid',
      `${options.where}: references lead in a circle: ${[...path, reference].join(' -> ')}`,
    );
  const value = options.lookUp(reference);
  if (value === undefined)
    throw new StandInError(
      'option_invalid',
      `${options.where}: \${${reference}} refers to nothing that is known here`,
    );
  return interpolate(value, options, [...path, reference]);
}
