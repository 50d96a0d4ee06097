import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { QueryHistory } from '../../../../local/cli/query-history';
import { completeName, QueryShell } from '../../../../local/cli/query-shell';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'query-shell-'));
  file = join(folder, 'query-history');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Types the text, and returns what the shell printed and ran. */
async function type(
  input: string,
  { isTerminal = false, history = QueryHistory.open(file) } = {},
): Promise<{ readonly printed: string; readonly ran: readonly string[] }> {
  const ran: string[] = [];
  const [from, to] = [new PassThrough(), new PassThrough()];
  const printed = text(to);
  from.end(input);
  await new QueryShell({
    input: from,
    output: to,
    isTerminal,
    history,
    format: 'csv',
    run: (sql) => {
      ran.push(sql);
      if (sql.includes('wrong')) return Promise.reject(new Error('there is no column wrong.'));
      return Promise.resolve({ columns: [{ name: 'n', type: 'INTEGER' }], rows: [[ran.length]] });
    },
    list: () => Promise.resolve({ columns: [{ name: 'name', type: 'VARCHAR' }], rows: [['gold.sales_day']] }),
    names: () => ['gold.sales_day', 'gold.sales_month', 'silver.order'],
  }).run();
  to.end();
  return { printed: await printed, ran };
}

describe('the interactive mode', () => {
  it('runs statements that end with a semicolon, also over several lines', async () => {
    const { printed, ran } = await type('select 1;\n\nselect\n  2;\nselect 3');
    expect(ran).toEqual(['select 1;', 'select\n  2;', 'select 3']);
    expect(printed).toBe('n\n1\nn\n2\nn\n3\n');
  });

  it('explains a wrong statement and goes on', async () => {
    const { printed } = await type('select wrong;\nselect 1;\n');
    expect(printed).toBe('there is no column wrong.\nn\n2\n');
  });

  it('lists tables, changes the format, and refuses other commands', async () => {
    const { printed } = await type(
      '.tables\n.format json\nselect 1;\n.format xml\n.nothing\n.quit\nselect 2;\n',
    );
    expect(printed).toBe(
      'name\ngold.sales_day\n[\n  {\n    "n": 1\n  }\n]\n' +
        "The format must be one of table, csv, json, not 'xml'.\nThere is no command .nothing; .help lists them.\n",
    );
  });

  it('keeps the statements of a person, each once and on one line, in a file for its owner alone', async () => {
    writeFileSync(file, 'select 0;\n', { mode: 0o644 });
    await type('select\n  1;\nselect 1;\nselect 1;\n', { isTerminal: true });
    expect(readFileSync(file, 'utf8')).toBe('select 0;\nselect 1;\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(QueryHistory.open(file).newestFirst).toEqual(['select 1;', 'select 0;']);
  });

  it('keeps the newest 500 statements', () => {
    const history = QueryHistory.open(file);
    for (let number = 1; number <= 501; number++) history.add(`select ${number};`);
    expect(QueryHistory.open(file).newestFirst).toHaveLength(500);
    expect(QueryHistory.open(file).newestFirst.at(-1)).toBe('select 2;');
  });

  it('says once that the history cannot be kept, and goes on', async () => {
    const history = QueryHistory.open(join(folder, 'none', 'query-history'));
    const { printed, ran } = await type('select 1;\nselect 2;\n', { isTerminal: true, history });
    expect(ran).toHaveLength(2);
    expect(printed.match(/The history is not kept: /g)).toHaveLength(1);
  });

  it('keeps no statements of a program', async () => {
    await type('select 1;\n');
    expect(QueryHistory.open(file).newestFirst).toEqual([]);
  });

  it('completes names of tables', () => {
    const names = ['gold.sales_day', 'gold.sales_month', 'silver.order'];
    expect(completeName('select * from gold.sa', names)).toEqual([
      ['gold.sales_day', 'gold.sales_month'],
      'gold.sa',
    ]);
    expect(completeName('select ', names)).toEqual([[], '']);
  });
});
