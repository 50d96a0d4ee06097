import { join, resolve } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { type Format, formatRows, FORMATS } from '../../lakehouse/engines/duckdb/query/format-rows';
import { listTables } from '../../lakehouse/engines/duckdb/query/list-tables';
import { openLake } from '../../lakehouse/engines/duckdb/query/open-lake';
import { queryLake, type QueryResult } from '../../lakehouse/engines/duckdb/query/query-lake';
import { runCommand } from './run-command';

interface QueryOptions {
  readonly data: string;
  readonly models: string;
  readonly format: Format;
}

const command = new Command('npm run query --')
  .description(
    'Queries the lake with SQL. Tables are named silver.x and gold.x. Without SQL, lists the tables. ' +
      'Works on the data folder of a running or a stopped stack.',
  )
  .addArgument(new Argument('[sql]', 'one statement in the SQL of DuckDB'))
  .option('--data <dir>', 'data folder of the stack', '.sluice')
  .option('--models <dir>', 'folder of the models, which define the views', 'lakehouse/models')
  .addOption(new Option('--format <format>', 'output format').choices(FORMATS).default('table'));

runCommand(command, async () => {
  const { data, models, format } = command.opts<QueryOptions>();
  const directories = { lakeDirectory: join(resolve(data), 'lake'), modelsDirectory: resolve(models) };
  const [sql] = command.args;
  const result = sql === undefined ? await listLake(directories) : await queryLake({ ...directories, sql });
  process.stdout.write(formatRows(result, format));
  return 0;
});

/** Lists the tables and views of the lake. @throws Error if no refresh has created a table yet */
async function listLake(directories: Parameters<typeof openLake>[0]): Promise<QueryResult> {
  const listed = await listTables(openLake(directories));
  if (!listed.some(({ kind }) => kind === 'table'))
    throw new Error(
      'the lake has no tables yet: start a refresh with `npm run refresh` after events have landed',
    );
  return {
    columns: [
      { name: 'name', type: 'VARCHAR' },
      { name: 'rows', type: 'BIGINT' },
      { name: 'files', type: 'BIGINT' },
      { name: 'version', type: 'BIGINT' },
      { name: 'description', type: 'VARCHAR' },
    ],
    rows: listed.map(({ name, kind, rows, files, version, description }) => [
      name,
      kind === 'view' ? 'view' : rows,
      files,
      version,
      description,
    ]),
  };
}
