import { type ContractWindows, type WindowValue } from '../../../contracts/contract';

export interface PowerBiMeasure {
  readonly name: string;
  /** DAX. */
  readonly expression: string;
  readonly description: string;
}

/**
 * Measures that read the newest row of each window and group: the one with the most events, which is its `revision`. A row
 * that came twice, or after a newer one, changes nothing in them.
 *
 * Names begin with the view, because they are unique over a whole model and may not be those of a column.
 */
export function toNewestMeasures(view: string, { keys, values }: ContractWindows): readonly PowerBiMeasure[] {
  const table = `'${view.replaceAll("'", "''")}'`;
  const column = (name: string): string => `${table}[${name.replaceAll(']', ']]')}]`;
  const groups = [table, column('windowStart'), ...keys.map(({ name }) => column(name))].join(', ');
  const newest = `VAR _newest = CALCULATE ( MAX ( ${column('revision')} ) )`;
  /** Over the newest rows: an expression in which `_value` is the row's value and `_newest` its events. */
  const over = (iterator: string, name: string, result: string): string =>
    [
      `${iterator} (`,
      `    SUMMARIZE ( ${groups} ),`,
      `    ${newest}`,
      `    VAR _value = CALCULATE ( MAX ( ${column(name)} ), ${column('revision')} = _newest )`,
      `    RETURN ${result}`,
      ')',
    ].join('\n');
  const toExpression = ({ name, aggregate }: WindowValue): string => {
    switch (aggregate) {
      case 'count':
      case 'sum':
        return over('SUMX', name, '_value');
      case 'minimum':
        return over('MINX', name, '_value');
      case 'maximum':
        return over('MAXX', name, '_value');
      case 'average':
        return `DIVIDE (\n${over('SUMX', name, '_value * _newest')},\n${over('SUMX', name, 'IF ( ISBLANK ( _value ), BLANK (), _newest )')}\n)`;
    }
  };
  return [
    {
      name: `${view} events`,
      expression: over('SUMX', 'events', '_value'),
      description: 'Events of the windows, each window by its newest row.',
    },
    ...values.map((value) => ({
      name: `${view} ${value.name}`,
      expression: toExpression(value),
      description: describe(value),
    })),
  ];
}

function describe({ name, aggregate }: WindowValue): string {
  const rows = `${name}, each window by its newest row`;
  // A row has the average alone, not how many events had the number.
  return aggregate === 'average'
    ? `Average of ${rows}; over several windows weighted by their events.`
    : `${{ count: 'Sum', sum: 'Sum', minimum: 'Minimum', maximum: 'Maximum' }[aggregate]} of ${rows}.`;
}
