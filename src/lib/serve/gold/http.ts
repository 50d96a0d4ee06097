import { type HttpHandler } from '@azure/functions';
import { type GoldAnswer, type GoldTables } from './api';
import { parseGoldQuery } from './gold-query';
import { listGold, shownColumns, toGoldColumns } from './list-gold';
import { readGold } from './read-gold';
import { type TableReader } from './table-reader';
import { badRequest, notFound, toJsonResponse } from '../../platform/http/responses';

/** Handles `GET /api/gold`: lists the tables of Gold with their columns. */
export function createGoldListHandler(open: () => TableReader): HttpHandler {
  return async () => {
    const list: GoldTables = { tables: await listGold(open()) };
    return toJsonResponse(list);
  };
}

/** Handles `GET /api/gold/{table}`: returns rows of one table. */
export function createGoldHandler(open: () => TableReader): HttpHandler {
  return async (request) => {
    const tables = open();
    const table = request.params['table'] ?? '';
    return tables.read(table, async (snapshot) => {
      if (snapshot === undefined) {
        const known = (await tables.listTables()).join(', ');
        return notFound(
          'gold_table_unknown',
          `Gold has no table '${table}'; tables are ${known || 'none yet'}.`,
        );
      }
      const parsed = parseGoldQuery(request.query, snapshot);
      if (parsed.outcome === 'invalid') return badRequest('query_invalid', parsed.detail);
      const found = await readGold(snapshot, parsed.query);
      if (found.outcome === 'too-much') {
        const [day] = snapshot.partitionedBy;
        const remedy =
          day === undefined
            ? "leave 'orderBy' and filters out"
            : `request fewer values of ${day} with 'from' and 'to'`;
        return badRequest(
          'query_too_wide',
          `The answer needs ${found.megabytes} MB of the table, which is too much; ${remedy}.`,
        );
      }
      const answer: GoldAnswer = {
        table,
        refresh: snapshot.refresh ?? null,
        ...(snapshot.modelChangedAt !== undefined && { modelChangedAt: snapshot.modelChangedAt }),
        columns: toGoldColumns(shownColumns(snapshot)),
        rows: found.rows,
        truncated: found.truncated,
      };
      return toJsonResponse(answer);
    });
  };
}
