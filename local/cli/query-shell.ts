import { createInterface, type Interface } from 'node:readline';
import { type Format, formatRows, FORMATS } from '../../lakehouse/engines/duckdb/query/format-rows';
import { type QueryResult } from '../../lakehouse/engines/duckdb/query/query-lake';
import { explainError } from './explain-error';
import { type QueryHistory } from './query-history';

export interface QueryShellOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Whether a person types: then there are prompts, completion and history. */
  readonly isTerminal: boolean;
  readonly history: QueryHistory;
  readonly format: Format;
  readonly run: (sql: string) => Promise<QueryResult>;
  readonly list: () => Promise<QueryResult>;
  /** Names of tables and views for the tab key. */
  readonly names: () => readonly string[];
}

const PROMPT = 'sluice> ';
const CONTINUED = '   ...> ';

const HELP = `Statements end with a semicolon and may have several lines. Tables are named bronze.x, silver.x and gold.x.
  .tables          Lists them. The tab key completes their names.
  .format NAME     Sets the output format: ${FORMATS.join(', ')}.
  .help            Shows this text.
  .quit            Ends, as Ctrl-D does.
Times are in UTC.
`;

/** The interactive mode of the query command: reads statements, and prints their rows. */
export class QueryShell {
  readonly #options: QueryShellOptions;
  readonly #lines: Interface;
  #format: Format;
  #statement = '';
  /** Whether the history can be written; its first failure is told, and later ones are not tried. */
  #remembers = true;

  constructor(options: QueryShellOptions) {
    const { input, output, isTerminal, history, format, names } = options;
    this.#options = options;
    this.#format = format;
    this.#lines = createInterface({
      input,
      output,
      terminal: isTerminal,
      history: history.newestFirst,
      prompt: isTerminal ? PROMPT : '',
      completer: (line: string) => completeName(line, names()),
    });
  }

  /** Ends with the input, or with `.quit`. A wrong statement is explained and does not end it. */
  async run(): Promise<void> {
    const { isTerminal } = this.#options;
    if (isTerminal) this.#print('Type .help for help, .quit to end. Statements end with a semicolon.\n');
    this.#lines.on('SIGINT', () => {
      this.#statement = '';
      this.#print('\n');
      this.#prompt();
    });
    this.#prompt();
    for await (const line of this.#lines) {
      if (line.trim() === '.quit' && this.#statement === '') break;
      await this.#read(line);
      this.#prompt();
    }
    this.#lines.close();
    // Without a terminal, the last statement may lack its semicolon.
    if (!isTerminal && this.#statement.trim() !== '') await this.#execute(this.#statement);
  }

  async #read(line: string): Promise<void> {
    if (this.#statement === '' && line.trim() === '') return;
    if (this.#statement === '' && line.trim().startsWith('.')) {
      await this.#command(line.trim());
      return;
    }
    this.#statement += this.#statement === '' ? line : `\n${line}`;
    if (!/;\s*$/.test(this.#statement)) return;
    const statement = this.#statement;
    this.#statement = '';
    await this.#execute(statement);
  }

  async #command(text: string): Promise<void> {
    const [name = '', value = ''] = text.split(/\s+/);
    if (name === '.help') this.#print(HELP);
    else if (name === '.tables') await this.#show(this.#options.list);
    else if (name === '.format') this.#setFormat(value);
    else this.#print(`There is no command ${name}; .help lists them.\n`);
  }

  #setFormat(value: string): void {
    const format = FORMATS.find((one) => one === value);
    if (format === undefined)
      this.#print(`The format must be one of ${FORMATS.join(', ')}, not '${value}'.\n`);
    else this.#format = format;
  }

  async #execute(statement: string): Promise<void> {
    if (this.#options.isTerminal) this.#remember(statement);
    await this.#show(() => this.#options.run(statement));
  }

  async #show(read: () => Promise<QueryResult>): Promise<void> {
    try {
      this.#print(formatRows(await read(), this.#format));
    } catch (error) {
      this.#print(`${explainError(error)}\n`);
    }
  }

  #remember(statement: string): void {
    if (!this.#remembers) return;
    try {
      this.#options.history.add(statement);
    } catch (error) {
      this.#remembers = false;
      this.#print(`The history is not kept: ${explainError(error)}\n`);
    }
  }

  #prompt(): void {
    if (!this.#options.isTerminal) return;
    this.#lines.setPrompt(this.#statement === '' ? PROMPT : CONTINUED);
    this.#lines.prompt();
  }

  #print(text: string): void {
    this.#options.output.write(text);
  }
}

/** Completes the name at the end of a line, as readline asks for it. */
export function completeName(line: string, names: readonly string[]): [string[], string] {
  const [word = ''] = /[\w.]*$/.exec(line) ?? [];
  return [word === '' ? [] : names.filter((name) => name.startsWith(word.toLowerCase())), word];
}
