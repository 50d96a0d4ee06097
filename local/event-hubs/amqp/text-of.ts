/**
 * Returns the text of a decoded AMQP value: a string, or a described string, which rhea returns as an object.
 */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'object' && value !== null && 'value' in value) return textOf(value.value);
  return undefined;
}
