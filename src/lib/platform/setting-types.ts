import { z } from 'zod';
import { isSafeUrl } from './safe-url';

/** A container of a storage account. */
export const containerName = z
  .string()
  .min(3)
  .max(63)
  .regex(/^[a-z0-9](-?[a-z0-9])*$/, 'has lower-case letters, digits and single hyphens between them');

/** A table of a storage account. */
export const tableName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]{2,62}$/, 'has 3 to 63 letters and digits and starts with a letter');

/** An address that the app's token is sent to. */
export const safeUrl = z
  .string()
  .refine(isSafeUrl, 'is an https address; http is for this machine only, because a token is sent there');

export const wholeNumber = (minimum: number, maximum: number) =>
  z.coerce.number().int().min(minimum).max(maximum);
