import { createHash } from 'node:crypto';
import { z } from 'zod';
import { badRequest, type Json } from '../kit';

const time = z.iso.datetime({ offset: true });

const shape = z.strictObject({
  lastUpdatedAfter: time,
  lastUpdatedBefore: time,
  continuationToken: z.string().nullish(),
  filters: z
    .array(
      z.strictObject({
        operand: z.string(),
        operator: z.enum(['Equals', 'NotEquals', 'In', 'NotIn']),
        values: z.array(z.union([z.string(), z.boolean()])).min(1),
      }),
    )
    .nullish(),
  orderBy: z.array(z.strictObject({ orderBy: z.string(), order: z.enum(['ASC', 'DESC']) })).nullish(),
});

type RunQuery = z.infer<typeof shape>;

/** The operands of a query: how to read each, and whether it is a time. */
export type Operands<T> = Readonly<
  Record<
    string,
    { readonly read: (element: T) => string | null; readonly isTime?: boolean; readonly sorts: boolean }
  >
>;

export interface RunQueryOptions<T> {
  readonly elements: readonly T[];
  readonly operands: Operands<T>;
  /** Returns when an element was last changed. */
  readonly lastUpdated: (element: T) => string;
  /** Default order of elements. */
  readonly defaultOrder: string;
  readonly pageSize: number;
}

/**
 * Runs a query for pipeline runs or activity runs, with filters, order and pages
 * (https://learn.microsoft.com/rest/api/datafactory/pipeline-runs/query-by-factory).
 *
 * @param body of the request
 * @throws Refusal 400
 */
export function answerRunQuery<T>(
  body: Json,
  options: RunQueryOptions<T>,
): { value: readonly T[]; continuationToken?: string } {
  const parsed = shape.safeParse(body);
  if (!parsed.success)
    throw badRequest(`The filter parameters are not valid. ${z.prettifyError(parsed.error)}`);
  const query = parsed.data;
  const [after, before] = [Date.parse(query.lastUpdatedAfter), Date.parse(query.lastUpdatedBefore)];
  const filters = (query.filters ?? []).map((filter) => toPredicate(filter, options.operands));
  const found = options.elements
    .filter((element) => {
      const updated = Date.parse(options.lastUpdated(element));
      return updated >= after && updated <= before && filters.every((matches) => matches(element));
    })
    .sort(toComparison(query, options));
  const offset = readToken(query);
  const end = offset + options.pageSize;
  return {
    value: found.slice(offset, end),
    ...(end < found.length && { continuationToken: writeToken(query, end) }),
  };
}

function toPredicate<T>(
  { operand, operator, values }: NonNullable<RunQuery['filters']>[number],
  operands: Operands<T>,
): (element: T) => boolean {
  const found = operands[operand];
  if (found === undefined) {
    throw badRequest(
      `Runs cannot be filtered by "${operand}"; the operands are ${Object.keys(operands).join(', ')}.`,
    );
  }
  if (values.length > 1 && (operator === 'Equals' || operator === 'NotEquals')) {
    throw badRequest(`The operator ${operator} takes one value, not ${values.length}.`);
  }
  const normal = (value: string | null): string | number | null =>
    found.isTime === true && value !== null ? Date.parse(value) : value;
  const wanted = values.map((value) => normal(String(value)));
  const positive = operator === 'Equals' || operator === 'In';
  return (element) => wanted.includes(normal(found.read(element))) === positive;
}

function toComparison<T>(
  query: RunQuery,
  { operands, defaultOrder }: RunQueryOptions<T>,
): (left: T, right: T) => number {
  const orders = query.orderBy?.length ? query.orderBy : [{ orderBy: defaultOrder, order: 'ASC' as const }];
  const keys = orders.map(({ orderBy, order }) => {
    const operand = operands[orderBy];
    if (operand?.sorts !== true) throw badRequest(`Runs cannot be ordered by "${orderBy}".`);
    return { read: operand.read, sign: order === 'ASC' ? 1 : -1 };
  });
  return (left, right) => {
    for (const { read, sign } of keys) {
      const [a, b] = [read(left) ?? '', read(right) ?? ''];
      if (a !== b) return a < b ? -sign : sign;
    }
    return 0;
  };
}

/** A token is only valid for its query, because another query has other positions. */
function digest(query: RunQuery): string {
  const text = JSON.stringify({ ...query, continuationToken: undefined });
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

function writeToken(query: RunQuery, offset: number): string {
  return Buffer.from(`${offset}.${digest(query)}`).toString('base64url');
}

function readToken(query: RunQuery): number {
  if (query.continuationToken === undefined || query.continuationToken === null) return 0;
  const [offset, owner] = Buffer.from(query.continuationToken, 'base64url').toString().split('.');
  if (!/^\d+$/.test(offset ?? '') || owner !== digest(query)) {
    throw badRequest('The continuation token does not belong to this query.');
  }
  return Number(offset);
}
