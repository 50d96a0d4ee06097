/** Codings of a response body. `identity` means no compression. */
export type ContentCoding = 'br' | 'gzip' | 'identity';

const PREFERRED: readonly ContentCoding[] = ['br', 'gzip'];

/**
 * Chooses the content coding of a response: the best compression that the caller accepts (RFC 9110, 12.5.3; a weight
 * of 0 refuses), or `identity`.
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
