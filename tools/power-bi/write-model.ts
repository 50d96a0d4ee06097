import { type Declaration, type DeclaredRelationship, splitPath } from './declaration';
import { describe, expression, indent, type Lines, property, quote, spaced, toText } from './tmdl-text';
import { uuidV5 } from './uuid-v5';

/**
 * The level of Power BI Desktop since 2022: lineage tags, descriptions and Power Query, and nothing that needs
 * Premium.
 */
const COMPATIBILITY_LEVEL = 1567;

/** definition/database.tmdl */
export function writeDatabase({ name }: Declaration): string {
  return toText([
    `database ${quote(name)}`,
    ...indent(property('compatibilityLevel', String(COMPATIBILITY_LEVEL))),
  ]);
}

/**
 * definition/model.tmdl. It disables Power BI's hidden calendar for each date column, because the model has its own
 * calendar.
 */
export function writeModel(declaration: Declaration, tables: readonly string[]): string {
  const order = JSON.stringify([...namedExpressions(declaration).map(({ name }) => name), ...tables]);
  return toText([
    ...describe(declaration.description),
    'model Model',
    ...indent([
      ...property('culture', 'en-US'),
      ...property('defaultPowerBIDataSourceVersion', 'powerBI_V3'),
      ...property('sourceQueryCulture', 'en-US'),
      'dataAccessOptions',
      ...indent(['legacyRedirects', 'returnErrorValuesAsNull']),
    ]),
    '',
    'annotation __PBI_TimeIntelligenceEnabled = 0',
    '',
    `annotation PBI_QueryOrder = ${order}`,
    '',
    ...tables.map((table) => `ref table ${quote(table)}`),
  ]);
}

interface NamedExpression {
  readonly name: string;
  readonly description: string;
  readonly text: string;
  readonly resultType: 'Text' | 'Table' | 'Function';
}

const PARAMETER = 'meta [IsParameterQuery=true, Type="Text", IsParameterQueryRequired=true]';

/**
 * The parameters, and the shared part of every table's query. The address of a source consists of parameters only:
 * the Power BI service refuses to refresh a source whose address a function computes.
 */
function namedExpressions({ container }: Declaration): readonly NamedExpression[] {
  return [
    {
      name: 'LakeAddress',
      description: 'Address of the lake: the DFS endpoint of its storage account.',
      text: `"https://account.dfs.core.windows.net" ${PARAMETER}`,
      resultType: 'Text',
    },
    {
      name: 'GoldContainer',
      description: 'Container of Gold in the lake: the setting GOLD_CONTAINER.',
      text: `"${container}" ${PARAMETER}`,
      resultType: 'Text',
    },
    {
      name: 'Gold',
      description: 'The folders of Gold. Each is a table, whose newest version DeltaLake.Table reads.',
      text: 'AzureStorage.DataLake(LakeAddress & "/" & GoldContainer, [HierarchicalNavigation = true])',
      resultType: 'Table',
    },
    {
      name: 'ToUtc',
      description:
        'A time of the lake in UTC, without its zone. Otherwise it would be in the zone of the machine that loads it.',
      text: [
        '(time) =>',
        '    if time is datetimezone then DateTimeZone.RemoveZone(DateTimeZone.SwitchZone(time, 0)) else time',
      ].join('\n'),
      resultType: 'Function',
    },
  ];
}

/** definition/expressions.tmdl */
export function writeExpressions(declaration: Declaration): string {
  return toText(
    spaced(
      namedExpressions(declaration).map(({ name, description, text, resultType }) => [
        ...describe(description),
        ...expression(`expression ${quote(name)}`, text),
        ...indent([
          ...property('lineageTag', uuidV5(`expression/${name}`)),
          '',
          `annotation PBI_ResultType = ${resultType}`,
        ]),
      ]),
    ),
  );
}

/** definition/relationships.tmdl */
export function writeRelationships({ relationships }: Declaration): string {
  return toText(spaced(relationships.map(writeRelationship)));
}

function writeRelationship({ from, to, active }: DeclaredRelationship): Lines {
  return [
    `relationship ${uuidV5(`relationship/${from}/${to}`)}`,
    ...indent([
      ...(active ? [] : property('isActive', 'false')),
      ...property('fromColumn', columnOf(from)),
      ...property('toColumn', columnOf(to)),
    ]),
  ];
}

function columnOf(path: string): string {
  const { table, column } = splitPath(path);
  return `${quote(table)}.${quote(column)}`;
}
