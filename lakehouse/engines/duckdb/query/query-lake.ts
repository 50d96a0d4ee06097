import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Json } from '@duckdb/node-api';
import { LakehouseError } from '../lakehouse-error';
import { scanSql } from '../delta/scan-sql';
import { sqlName } from '../delta/sql-text';
import { Session } from '../session';
import { blankOpaque, findRelations, toText } from '../model/sql-text';
import { viewSql } from '../run/register-relations';
import { emptyRelation } from '../sql';
import { tableColumns } from '../table/table-columns';
import { findSlots } from './bronze-views';
import { explainSqlError, unknownRelation } from './explain-sql-error';
import { type LakeCatalog, namesOf, openLake } from './open-lake';

export interface QueryLakeOptions {
  /** The lake's data directory, such as `.sluice/lake`. */
  readonly lakeDirectory: string;
  /** The models' directory, which defines the views. */
  readonly modelsDirectory: string;
  /** One statement; tables are named `bronze.x`, `silver.x` and `gold.x`. */
  readonly sql: string;
}

export interface QueryResult {
  /** Column names, and types as DuckDB names them. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Values as JSON. Integers beyond 32 bits, decimals and times are texts. */
  readonly rows: Json[][];
}

/**
 * Queries the lake with SQL. It reads only the lake's directory, so it works while the stack is down and
 * during a refresh. Each table is read at its version at the beginning of the query.
 *
 * @throws LakehouseError `lake_missing` if there is no lake yet, `option_invalid` for wrong SQL, in plain words
 */
export async function queryLake({ sql, ...directories }: QueryLakeOptions): Promise<QueryResult> {
  const catalog = openLake(directories);
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'sluice-query-'));
  const session = await Session.open({ temporaryDirectory });
  try {
    return await queryCatalog(session, catalog, sql);
  } finally {
    session.close();
    await rm(temporaryDirectory, { recursive: true, force: true });
  }
}

/** Runs a query in an open session, for a caller with many queries. */
export async function queryCatalog(
  session: Session,
  catalog: LakeCatalog,
  sql: string,
): Promise<QueryResult> {
  // DuckDB would return the rows of one of them only.
  if (/;\s*\S/.test(blankOpaque(sql)))
    throw new LakehouseError(
      'option_invalid',
      'the SQL has several statements: send one at a time, or use --interactive with one a line',
    );
  for (const relation of findRelations(sql))
    if (relation.schema === 'bronze' || relation.schema === 'silver' || relation.schema === 'gold')
      await openRelation(session, catalog, toText(relation));
  try {
    return await session.table(sql);
  } catch (error) {
    throw explainSqlError(error, namesOf(catalog));
  }
}

/** Open only the tables that the query names: a lake has many tables, and their files. */
async function openRelation(session: Session, catalog: LakeCatalog, name: string): Promise<void> {
  const [layer = '', table = ''] = name.split('.');
  const relation = `${layer}.${sqlName(table)}`;
  const ofBronze = catalog.bronze.get(name);
  if (ofBronze !== undefined) {
    await session.view(relation, ofBronze.toSql(findSlots(catalog.lakeDirectory, ofBronze.sources)));
    return;
  }
  const view = catalog.views.get(name);
  if (view !== undefined) {
    for (const behind of view.upstreams) {
      const model = catalog.models.models.get(behind);
      if (model !== undefined) await openRelation(session, catalog, model.name);
    }
    await session.view(relation, viewSql(view));
    return;
  }
  const snapshot = await catalog.tables.get(name)?.delta.read();
  const delta = catalog.tables.get(name)?.delta;
  const model = catalog.models.models.get(table);
  if (snapshot !== undefined && delta !== undefined)
    await session.view(
      relation,
      scanSql({ snapshot, files: snapshot.files, localPath: (file) => delta.localPath(file) }),
    );
  else if (model?.name === name) await session.view(relation, emptyRelation(tableColumns(model)));
  else throw new LakehouseError('option_invalid', unknownRelation(name, namesOf(catalog)));
}
