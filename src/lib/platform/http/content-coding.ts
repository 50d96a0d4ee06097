/** How a body can be sent; `identity` is as it is. */
export type ContentCoding = 'br' | 'gzip' | 'identity';

const PREFERRED: readonly ContentCoding[] = ['br', 'gzip'];

/**
 * The coding to answer with: the smallest that the caller takes (RFC 9110, 12.5.3; a weight of 0 refuses), else the
 * content as it is.
 */
export function toContentCoding(
  acceptEncoding: string | null,
  available: Readonly<Partial<Record<ContentCoding, unknown>>>,
): ContentCoding {
  const weights = new Map(
    (acceptEncoding ?? '').split(',').map((item) => {
      const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))] as const;
    }),
  );
  const takes = (coding: ContentCoding): boolean => (weights.get(coding) ?? weights.get('*') ?? 0) > 0;
  return PREFERRED.find((coding) => available[coding] !== undefined && takes(coding)) ?? 'identity';
}
