import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { type Problem } from '../contracts/problem';
import { toPowerBiType } from './column-types';
import { type Declaration, problem, splitPath } from './declaration';
import { loadedColumns, selectModels } from './select-models';

const NAME_ONE_THAT_IS_THERE = 'docs/tables.md lists the tables and columns of Gold';

/** Checks the declaration against the models: each name in it exists, and it covers each model and each join. */
export function checkDeclaration(models: readonly Model[], declaration: Declaration): readonly Problem[] {
  const gold = models.filter(({ layer }) => layer === 'gold');
  const loaded = new Map(selectModels(gold, declaration).map((model) => [model.table, model]));
  return [
    ...checkLeftOut(gold, declaration),
    ...checkViews(gold, loaded, declaration),
    ...checkColumns(loaded, declaration),
    ...checkRelationships(loaded, declaration),
    ...checkJoins(loaded, declaration),
  ];
}

function checkLeftOut(gold: readonly Model[], { leftOut, measures }: Declaration): readonly Problem[] {
  const names = new Set(Object.values(measures).flatMap((all) => all.map(({ name }) => name)));
  return leftOut.flatMap(({ of, instead = [] }, index) => [
    ...(gold.some(({ table, group }) => of === table || of === group)
      ? []
      : [problem(`/leftOut/${index}/of`, `Gold has no table and no folder ${of}`, NAME_ONE_THAT_IS_THERE)]),
    ...instead
      .filter((name) => !names.has(name))
      .map((name) => problem(`/leftOut/${index}/instead`, `there is no measure ${name}`, 'declare it')),
  ]);
}

/** A view is loaded as rows of one table, so its columns must be columns of that table. */
function checkViews(
  gold: readonly Model[],
  loaded: ReadonlyMap<string, Model>,
  { views }: Declaration,
): readonly Problem[] {
  const problems = [...loaded.values()]
    .filter(({ strategy, table }) => strategy === 'view' && views[table] === undefined)
    .map(({ table }) =>
      problem(
        '/views',
        `${table} is a view and has no rows in the lake`,
        'declare its rows, or add it to leftOut',
      ),
    );
  for (const [name, { of, where }] of Object.entries(views)) {
    const pointer = `/views/${name}`;
    const view = loaded.get(name);
    const table = gold.find((model) => model.table === of);
    if (view?.strategy !== 'view' || table === undefined || table.strategy === 'view') {
      problems.push(
        problem(pointer, `${name} is not a loaded view, or ${of} is not a table`, NAME_ONE_THAT_IS_THERE),
      );
      continue;
    }
    if (view.upstreams.length !== 1 || view.upstreams[0] !== of)
      problems.push(
        problem(pointer, `${name} reads ${view.upstreams.join(', ')}`, `a view of ${of} reads nothing else`),
      );
    for (const { name: column, type } of view.columns) {
      if (!table.columns.some((other) => other.name === column && other.type === type))
        problems.push(
          problem(pointer, `${of} has no column ${column} of type ${type}`, 'add the view to leftOut'),
        );
    }
    for (const [, field = ''] of where.matchAll(/\[([^\]]*)\]/g)) {
      if (!table.columns.some((other) => other.name === field))
        problems.push(problem(`${pointer}/where`, `${of} has no column ${field}`, NAME_ONE_THAT_IS_THERE));
    }
  }
  return problems;
}

function checkColumns(loaded: ReadonlyMap<string, Model>, declaration: Declaration): readonly Problem[] {
  const { hidden, notAdditive, columns, calendar, measures } = declaration;
  const named: [pointer: string, path: string][] = [
    ['/calendar', calendar],
    ...Object.entries(columns).flatMap(([path, { sortBy }]): [string, string][] => [
      [`/columns/${path}`, path],
      ...(sortBy === undefined
        ? []
        : [[`/columns/${path}/sortBy`, `${splitPath(path).table}.${sortBy}`] satisfies [string, string]]),
    ]),
    ...[hidden, notAdditive].flatMap((lists, index) =>
      Object.entries(lists).flatMap(([table, all]) =>
        all.map((column): [string, string] => [
          `/${index === 0 ? 'hidden' : 'notAdditive'}/${table}`,
          `${table}.${column}`,
        ]),
      ),
    ),
  ];
  return [
    ...named.filter(([, path]) => !hasColumn(loaded, path)).map(([pointer, path]) => noColumn(pointer, path)),
    ...Object.keys(measures)
      .filter((table) => !loaded.has(table))
      .map((table) => problem(`/measures/${table}`, `no table ${table} is loaded`, NAME_ONE_THAT_IS_THERE)),
  ];
}

function checkRelationships(
  loaded: ReadonlyMap<string, Model>,
  { relationships }: Declaration,
): readonly Problem[] {
  return relationships.flatMap(({ from, to }, index) => {
    const pointer = `/relationships/${index}`;
    const missing = [from, to].filter((path) => !hasColumn(loaded, path));
    if (missing.length > 0) return missing.map((path) => noColumn(pointer, path));
    const one = splitPath(to);
    const key = keyOf(loaded, one.table);
    const identity = columnOf(loaded, to)?.keyOf ?? one.column;
    return [
      ...(dataTypeOf(loaded, from) === dataTypeOf(loaded, to)
        ? []
        : [problem(pointer, `${from} and ${to} are of different types`, 'relate columns of one type')]),
      // Power BI refuses to load a one side with a duplicate value, and a view has no key that prevents that.
      ...[from, to]
        .filter(
          (path) => dataTypeOf(loaded, path) === 'string' && columnOf(loaded, path)?.keyOf === undefined,
        )
        .map((path) =>
          problem(
            pointer,
            `${path} is a text, and Power BI ignores case and trailing blanks`,
            'relate the surrogate keys: columns with keyOf in the model',
          ),
        ),
      ...(key.length === 0 || (key.length === 1 && key[0] === identity)
        ? []
        : [problem(pointer, `${to} is not the key of its table`, 'reverse the relationship, or remove it')]),
    ];
  });
}

/** If a description states that a column joins a table, there must be a relationship, or a reason against it. */
function checkJoins(
  loaded: ReadonlyMap<string, Model>,
  { relationships, unrelated }: Declaration,
): readonly Problem[] {
  const problems = unrelated
    .filter(({ of }) => !hasColumn(loaded, of))
    .map(({ of }) => noColumn('/unrelated', of));
  for (const model of loaded.values()) {
    for (const { name, description } of loadedColumns(model)) {
      const path = `${model.table}.${name}`;
      const [, other] = /\bjoins (\w+)/i.exec(description) ?? [];
      if (other === undefined || unrelated.some(({ of }) => of === path)) continue;
      if (!relationships.some(({ from, to }) => from === path && splitPath(to).table === other))
        problems.push(
          problem(
            '/relationships',
            `${path} joins ${other}, according to its description`,
            'relate them, or give the reason in `unrelated`',
          ),
        );
    }
  }
  return problems;
}

function keyOf(loaded: ReadonlyMap<string, Model>, table: string): readonly string[] {
  return loaded.get(table)?.key ?? [];
}

function hasColumn(loaded: ReadonlyMap<string, Model>, path: string): boolean {
  return columnOf(loaded, path) !== undefined;
}

function dataTypeOf(loaded: ReadonlyMap<string, Model>, path: string): string | undefined {
  const column = columnOf(loaded, path);
  return column === undefined ? undefined : toPowerBiType(column.type).dataType;
}

function columnOf(loaded: ReadonlyMap<string, Model>, path: string): Model['columns'][number] | undefined {
  const { table, column } = splitPath(path);
  const model = loaded.get(table);
  return model === undefined ? undefined : loadedColumns(model).find(({ name }) => name === column);
}

function noColumn(pointer: string, path: string): Problem {
  return problem(pointer, `no column ${path} is loaded`, NAME_ONE_THAT_IS_THERE);
}
