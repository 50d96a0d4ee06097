import { invalidParameter } from './refusals';

/**
 * Number of elements on a page of large arrays. https://docs.databricks.com/api/azure/workspace/jobs/getrun
 */
export const PAGE_SIZE = 100;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Tokens of the next and the previous page, if they exist. */
  readonly next: string | undefined;
  readonly previous: string | undefined;
}

/** @throws Refusal if this service did not issue the token */
export function pageOf<Item>(
  items: readonly Item[],
  { token, size }: { readonly token: string | undefined; readonly size: number },
): Page<Item> {
  const from = token === undefined || token === '' ? 0 : fromToken(token);
  return {
    items: items.slice(from, from + size),
    next: from + size < items.length ? toToken(from + size) : undefined,
    previous: from > 0 ? toToken(Math.max(0, from - size)) : undefined,
  };
}

function toToken(from: number): string {
  return Buffer.from(`from=${from}`).toString('base64url');
}

function fromToken(token: string): number {
  const from = /^from=(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (from === undefined) throw invalidParameter('Invalid page token.');
  return Number(from);
}
