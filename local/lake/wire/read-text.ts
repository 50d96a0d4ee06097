import { type LakeRequest } from './lake-request';

/** Reads a body that the lake does not store. */
export async function readText(
  request: LakeRequest,
  { maxBytes, tooLarge }: { readonly maxBytes: number; readonly tooLarge: () => Error },
): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.incoming) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > maxBytes) throw tooLarge();
  }
  return Buffer.concat(chunks).toString();
}
