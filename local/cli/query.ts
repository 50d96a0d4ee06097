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
    'Asks the lake with SQL: tables are called silver.x and gold.x. Lists them when no SQL is given. ' +
      'Works on a running stack and on what a stopped one has kept.',
  )
  .addArgument(new Argument('[sql]', 'one statement, as DuckDB understands it'))
  .option('--data <dir>', 'where the stack keeps everything', '.sluice')
  .option('--models <dir>', 'the models, which define the views', 'lakehouse/models')
  .addOption(new Option('--format <format>', 'how to print rows').choices(FORMATS).default('table'));

runCommand(command, async () => {
  const { data, models, format } = command.opts<QueryOptions>();
  const directories = { lakeDirectory: join(resolve(data), 'lake'), modelsDirectory: resolve(models) };
  const [sql] = command.args;
  const result = sql === undefined ? await listLake(directories) : await queryLake({ ...directories, sql });
  process.stdout.write(formatRows(result, format));
  return 0;
});

/** What there is to ask. @throws Error while no refresh has made a table */
async function listLake(directories: Parameters<typeof openLake>[0]): Promise<QueryResult> {
  const listed = await listTables(openLake(directories));
  if (!listed.some(({ kind }) => kind === 'table'))
    throw new Error('the lake has no tables yet: a refresh makes them, once events have landed');
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
