import { z } from 'zod';

/** A container of a storage account. */
export const containerName = z
  .string()
  .min(3)
  .max(63)
  .regex(/^[a-z0-9](-?[a-z0-9])*$/, 'must have lower-case letters, digits and single hyphens between them');

/** A table of a storage account. */
export const tableName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]{2,62}$/, 'must have 3 to 63 letters and digits and start with a letter');

/** An address to which the app sends its token. */
export const safeUrl = z
  .string()
  .refine(
    isSafeUrl,
    'must be an https address; http is allowed for this machine only, because the app sends a token there',
  );

export const wholeNumber = (minimum: number, maximum: number) =>
  z.coerce.number().int().min(minimum).max(maximum);

/** Whether a token may be sent to this address: https everywhere, http to this machine only. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Whether a name or address is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
