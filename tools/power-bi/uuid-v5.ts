import { createHash } from 'node:crypto';

/**
 * The namespace of all names here, created once at random. Changing it makes every table and column a new one for
 * Power BI.
 */
const NAMESPACE = '6f0d3f5e-2b7c-4c1a-9b0e-5d8a41c2e7f3';

/**
 * An id derived from a name (RFC 9562, section 5.5). Power BI identifies tables and columns by such ids, through
 * renaming and from one deployment to the next. The same models must therefore give the same ids.
 */
export function uuidV5(name: string, namespace = NAMESPACE): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
