import { join, resolve } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { type Format, formatRows, FORMATS } from '../../lakehouse/engines/duckdb/query/format-rows';
import { listTables } from '../../lakehouse/engines/duckdb/query/list-tables';
import { namesOf, openLake } from '../../lakehouse/engines/duckdb/query/open-lake';
import { queryLake, type QueryResult } from '../../lakehouse/engines/duckdb/query/query-lake';
import { dataOption } from './data-folder';
import { QueryHistory } from './query-history';
import { QueryShell } from './query-shell';
import { runCommand } from './run-command';

interface QueryOptions {
  readonly data: string;
  readonly models: string;
  readonly format: Format;
  readonly interactive: boolean;
}

const command = new Command('npm run query --')
  .description(
    'Queries the lake with SQL. Tables are named bronze.x, silver.x and gold.x. Without SQL, lists the tables. ' +
      'Works on the data folder of a running or a stopped stack. Times are in UTC.',
  )
  .addArgument(new Argument('[sql]', 'one statement in the SQL of DuckDB'))
  .addOption(dataOption())
  .option('--models <dir>', 'folder of the models, which define the views', 'lakehouse/models')
  .addOption(new Option('--format <format>', 'output format').choices(FORMATS).default('table'))
  .option('-i, --interactive', 'read statements one after the other, with a history', false);

runCommand(command, async () => {
  const { data, models, format, interactive } = command.opts<QueryOptions>();
  const directories = { lakeDirectory: join(resolve(data), 'lake'), modelsDirectory: resolve(models) };
  const [sql] = command.args;
  if (interactive) {
    // Fails at once if there is no lake.
    openLake(directories);
    await runShell(directories, resolve(data), format);
    return 0;
  }
  const result = sql === undefined ? await listLake(directories) : await queryLake({ ...directories, sql });
  process.stdout.write(formatRows(result, format));
  return 0;
});

type Directories = Parameters<typeof openLake>[0];

async function runShell(directories: Directories, dataDirectory: string, format: Format): Promise<void> {
  await new QueryShell({
    input: process.stdin,
    output: process.stdout,
    isTerminal: process.stdin.isTTY && process.stdout.isTTY,
    history: QueryHistory.open(join(dataDirectory, 'query-history')),
    format,
    run: (sql) => queryLake({ ...directories, sql }),
    list: () => listLake(directories),
    names: () => namesOf(openLake(directories)),
  }).run();
}

/** Lists the tables and views of the lake. @throws Error if no event has landed yet */
async function listLake(directories: Directories): Promise<QueryResult> {
  const listed = await listTables(openLake(directories));
  if (!listed.some(({ kind, files }) => kind === 'table' || (files ?? 0) > 0))
    throw new Error('the lake has no events yet: they land while `npm start` runs');
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
