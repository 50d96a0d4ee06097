/**
 * Returns the cause of an error as text. The message of fetch is only "fetch failed"; its cause has the
 * reason.
 *
 * It checks members, because under Jest errors of fetch are of another realm's `Error`.
 */
export function causeOf(error: unknown): string {
  const { message, cause } = (error ?? {}) as {
    message?: unknown;
    cause?: { message?: unknown; code?: unknown };
  };
  for (const text of [cause?.message, cause?.code, message]) {
    if (typeof text === 'string' && text !== '') return text;
  }
  return String(error);
}
