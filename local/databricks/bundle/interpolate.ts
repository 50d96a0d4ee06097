import { isJsonObject, type Json, StandInError } from '../../kit';

/**
 * `${var.lake}`, `${bundle.name}`; a path of names, as the Databricks CLI parses it (libs/dyn/dynvar/ref.go).
 */
const REFERENCE = /\$\{([a-zA-Z][\w-]*(?:\.[a-zA-Z][\w-]*)*)\}/g;
const WHOLE_REFERENCE = /^\$\{([a-zA-Z][\w-]*(?:\.[a-zA-Z][\w-]*)*)\}$/;

export interface InterpolateOptions {
  /**
   * Returns the value of a path such as `var.lake`; `undefined` if it is unknown. The value may contain
   * references.
   */
  readonly lookUp: (path: string) => Json | undefined;
  /** Start of error messages. */
  readonly where: string;
}

/**
 * Replaces `${…}` references by their values. A string that is exactly one reference takes the value's type.
 *
 * https://docs.databricks.com/dev-tools/bundles/variables
 *
 * @throws StandInError `option_invalid` for unknown and circular references
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
    throw new StandInError('option_invalid', `${options.where}: "${text}" contains a malformed reference`);
  return replaced;
}

function resolve(reference: string, options: InterpolateOptions, path: readonly string[]): Json {
  if (path.includes(reference))
    throw new StandInError(
      'option_invalid',
      `${options.where}: circular references: ${[...path, reference].join(' -> ')}`,
    );
  const value = options.lookUp(reference);
  if (value === undefined)
    throw new StandInError('option_invalid', `${options.where}: \${${reference}} is an unknown reference`);
  return interpolate(value, options, [...path, reference]);
}
