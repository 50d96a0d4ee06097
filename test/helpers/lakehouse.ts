import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lake, startLake } from '../../local/lake';
import { type Refresh } from '../../monitor/data/api';
import { loadModels } from '../../lakehouse/engines/duckdb/model/load-models';
import { queryLake } from '../../lakehouse/engines/duckdb/query/query-lake';
import { runModels } from '../../lakehouse/engines/duckdb/run/run-models';
import { LakeFiles } from '../../lakehouse/engines/duckdb/lake/lake-files';
import { eventually, ROOT, type TestStack } from './stack';

export const MODELS = join(ROOT, 'lakehouse/models');
/** A refresh takes seconds; a machine that does much else may take far longer. */
const REFRESH_SECONDS = 180;
/** Time for a test that waits for several refreshes. */
export const LONG_MILLISECONDS = 300_000;
/** In the order of the job's tasks. */
const GROUPS = 'silver,gold';

/** Rows of a query over the lake of a stack, as objects; values as JSON. */
export async function query(dataDirectory: string, sql: string): Promise<Record<string, unknown>[]> {
  const { columns, rows } = await queryLake({
    lakeDirectory: join(dataDirectory, 'lake'),
    modelsDirectory: MODELS,
    sql,
  });
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
}

/** Starts a refresh over HTTP. */
export async function startRefresh(stack: TestStack, parameters = ''): Promise<string> {
  const response = await stack.api(`refresh${parameters}`, { method: 'POST' });
  if (response.status !== 202)
    throw new Error(`POST /api/refresh: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

export async function readRefresh(stack: TestStack, id: string): Promise<Refresh> {
  const response = await stack.api(`refresh/${id}`);
  if (!response.ok) throw new Error(`GET /api/refresh/${id}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Refresh;
}

/** Waits for the end of a refresh. */
export async function ended(stack: TestStack, id: string): Promise<Refresh> {
  let refresh: Refresh | undefined;
  await eventually(
    async () => {
      refresh = await readRefresh(stack, id);
      return refresh.state !== 'running' && refresh.state !== 'cancelling';
    },
    `the refresh ${id} has ended`,
    REFRESH_SECONDS,
  );
  if (refresh === undefined) throw new Error('there is no refresh');
  return refresh;
}

/** Every table of Silver and Gold, each as its rows in order, without the number of the refresh that wrote them. */
export async function dumpTables(lakeDirectory: string): Promise<Map<string, string>> {
  const tables = new Map<string, string>();
  for (const layer of ['silver', 'gold']) {
    const names = readdirSync(join(lakeDirectory, layer)).filter((name) => !name.startsWith('_'));
    for (const name of names.sort()) {
      const sql = `SELECT * EXCLUDE (_refresh) FROM ${layer}.${name} ORDER BY ALL`;
      const { columns, rows } = await queryLake({ lakeDirectory, modelsDirectory: MODELS, sql });
      tables.set(`${layer}.${name}`, [columns, ...rows].map((row) => JSON.stringify(row)).join('\n'));
    }
  }
  return tables;
}

/**
 * Silver and Gold as one undisturbed refresh makes them: a lake of its own with the same Bronze, and the plan of the given
 * refresh as its first.
 */
export async function recompute(dataDirectory: string, refresh: number): Promise<Map<string, string>> {
  const directory = mkdtempSync(join(tmpdir(), 'recompute-'));
  const workDirectory = mkdtempSync(join(tmpdir(), 'recompute-work-'));
  let lake: Lake | undefined;
  try {
    cpSync(join(dataDirectory, 'lake', 'bronze'), join(directory, 'bronze'), { recursive: true });
    lake = await startLake({
      dataDirectory: directory,
      filesystems: ['bronze', 'silver', 'gold'],
      fsync: false,
    });
    const files = new LakeFiles({ connectionString: lake.connectionString, directory });
    const folder = `_refresh/${String(refresh).padStart(15, '0')}`;
    const plan = JSON.parse(
      readFileSync(join(dataDirectory, 'lake', 'gold', folder, 'plan.json'), 'utf8'),
    ) as object;
    await files.put('gold', `${folder}/plan.json`, Buffer.from(JSON.stringify({ ...plan, previous: null })));
    const results = await runModels({
      models: loadModels(MODELS),
      select: GROUPS,
      refresh,
      lake: files,
      pepper: readFileSync(join(dataDirectory, 'pseudonym-pepper'), 'utf8'),
      workDirectory,
    });
    const failed = results.filter(({ outcome }) => outcome === 'failed');
    if (failed.length > 0)
      throw new Error(failed.map(({ model, error }) => `${model}: ${error ?? ''}`).join('\n'));
    return await dumpTables(directory);
  } finally {
    await lake?.close();
    rmSync(directory, { recursive: true, force: true });
    rmSync(workDirectory, { recursive: true, force: true });
  }
}
