import { readTmdl, type TmdlObject, unquote } from './read-tmdl';

export interface Relationship {
  readonly from: string;
  readonly to: string;
  readonly fromTable: string;
  readonly toTable: string;
  readonly isActive: boolean;
}

/** A semantic model as read from its files. */
export class SemanticModelText {
  readonly objects: readonly TmdlObject[];

  /** @param files text by path below `definition` */
  constructor(readonly files: ReadonlyMap<string, string>) {
    this.objects = [...files].flatMap(([path, text]) => {
      try {
        return readTmdl(text);
      } catch (error) {
        throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
      }
    });
  }

  ofKind(kind: string): readonly TmdlObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  table(name: string): TmdlObject {
    const table = this.ofKind('table').find((one) => one.name === name);
    if (table === undefined) throw new Error(`there is no table ${name}`);
    return table;
  }

  column(table: string, name: string): TmdlObject {
    const column = this.table(table).children.find((child) => child.kind === 'column' && child.name === name);
    if (column === undefined) throw new Error(`there is no column ${table}.${name}`);
    return column;
  }

  /** `table.column` of every column. */
  get columns(): ReadonlySet<string> {
    return new Set(
      this.ofKind('table').flatMap(({ name, children }) =>
        children.filter(({ kind }) => kind === 'column').map((column) => `${name}.${column.name}`),
      ),
    );
  }

  get measures(): readonly TmdlObject[] {
    return this.ofKind('table').flatMap(({ children }) => children.filter(({ kind }) => kind === 'measure'));
  }

  get relationships(): readonly Relationship[] {
    return this.ofKind('relationship').map(({ properties }) => {
      const [from = '', to = ''] = ['fromColumn', 'toColumn'].map((side) =>
        (properties.get(side) ?? '').split('.').map(unquote).join('.'),
      );
      const [fromTable = '', toTable = ''] = [from, to].map((path) => path.slice(0, path.indexOf('.')));
      return { from, to, fromTable, toTable, isActive: properties.get('isActive') !== 'false' };
    });
  }

  /** Names in a DAX expression that the model does not have, and errors of its brackets. */
  findFaults(dax: string): readonly string[] {
    const names = new Set(this.measures.map(({ name }) => name));
    const bare = dax.replaceAll(/"(?:[^"]|"")*"/g, '""');
    const faults = [...bare.matchAll(/('[^']+'|\w+)?\[([^\]]*)\]/g)]
      .filter(([, table, name = '']) =>
        table === undefined ? !names.has(name) : !this.columns.has(`${unquote(table)}.${name}`),
      )
      .map(([reference]) => reference);
    const tables = new Set(this.ofKind('table').map(({ name }) => name));
    for (const [, name = ''] of bare.matchAll(/COUNTROWS \( (\w+) \)/g))
      if (!tables.has(name)) faults.push(name);
    const open: string[] = [];
    for (const [bracket] of bare.matchAll(/[(){}[\]]/g)) {
      if ('({['.includes(bracket)) open.push(bracket);
      else if (!['()', '{}', '[]'].includes(`${open.pop() ?? ''}${bracket}`)) faults.push(bracket);
    }
    return [...faults, ...open];
  }

  /** Every path along active relationships, from the filtering table to the filtered one. */
  waysFrom(table: string, seen: readonly string[] = [table]): readonly string[] {
    return this.relationships
      .filter(
        ({ toTable, fromTable, isActive }) => isActive && toTable === table && !seen.includes(fromTable),
      )
      .flatMap(({ fromTable }) => [fromTable, ...this.waysFrom(fromTable, [...seen, fromTable])]);
  }
}
