/**
 * What went wrong, in words. What fetch says is "fetch failed"; its cause says why.
 *
 * Read by its members: errors of fetch are not of this realm's `Error` under Jest.
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
