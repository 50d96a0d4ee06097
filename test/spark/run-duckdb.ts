import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLake } from '../../local/lake';
import { readTimeZone, SETTING } from '../../lakehouse/engines/duckdb/business-time-zone';
import { LakeFiles } from '../../lakehouse/engines/duckdb/lake/lake-files';
import { loadModels } from '../../lakehouse/engines/duckdb/model/load-models';
import { runModels } from '../../lakehouse/engines/duckdb/run/run-models';
import { queryLake } from '../../lakehouse/engines/duckdb/query/query-lake';

/**
 * Runs all models with the DuckDB engine for the given refreshes. Other programs may have written to the lake before.
 *
 * `tsx test/spark/run-duckdb.ts --lake DIR --models DIR --refresh N[,N…] [--views DIR]` prints the results as a JSON
 * array. With `--views` it also writes the rows of each view to DIR as Parquet.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lake: { type: 'string' },
      models: { type: 'string' },
      refresh: { type: 'string' },
      views: { type: 'string' },
    },
  });
  const { lake: directory, models: modelsDirectory, refresh, views } = values;
  const pepper = process.env['PSEUDONYM_PEPPER'];
  if (
    directory === undefined ||
    modelsDirectory === undefined ||
    refresh === undefined ||
    pepper === undefined
  )
    throw new Error(
      'usage: PSEUDONYM_PEPPER=… run-duckdb.ts --lake DIR --models DIR --refresh N[,N…] [--views DIR]',
    );

  const models = loadModels(modelsDirectory);
  const service = await startLake({
    dataDirectory: directory,
    filesystems: ['bronze', 'silver', 'gold'],
    fsync: false,
  });
  const workDirectory = await mkdtemp(join(tmpdir(), 'sluice-duckdb-'));
  try {
    const lake = new LakeFiles({ connectionString: service.connectionString, directory });
    const select = [...models.models.values()].map(({ name }) => name).join(',');
    const results = [];
    for (const number of refresh.split(','))
      results.push(
        ...(await runModels({
          models,
          select,
          refresh: Number(number),
          lake,
          pepper,
          workDirectory,
          businessTimeZone: readTimeZone(process.env[SETTING]),
        })),
      );
    for (const { name, strategy } of models.models.values())
      if (views !== undefined && strategy === 'view')
        await queryLake({
          lakeDirectory: directory,
          modelsDirectory,
          sql: `COPY (SELECT * FROM ${name}) TO '${views}/${name}.parquet' (FORMAT parquet)`,
        });
    process.stdout.write(`${JSON.stringify(results)}\n`);
  } finally {
    await service.close();
    await rm(workDirectory, { recursive: true, force: true });
  }
}

void main();
