import { type ContractWindows, type WindowValue } from '../../../contracts/contract';

export interface PowerBiMeasure {
  readonly name: string;
  /** DAX. */
  readonly expression: string;
  readonly description: string;
}

/**
 * Makes measures that read the newest row of each window and group: the row with the highest `revision` (the
 * number of events). Rows that arrive twice, or late, do not change them.
 *
 * Names begin with the view, because a measure's name must be unique in the model and differ from all
 * columns.
 */
export function toNewestMeasures(view: string, { keys, values }: ContractWindows): readonly PowerBiMeasure[] {
  const table = `'${view.replaceAll("'", "''")}'`;
  const column = (name: string): string => `${table}[${name.replaceAll(']', ']]')}]`;
  const groups = [table, column('windowStart'), ...keys.map(({ name }) => column(name))].join(', ');
  const newest = `VAR _newest = CALCULATE ( MAX ( ${column('revision')} ) )`;
  /**
   * An expression over the newest rows. In `result`, `_value` is the row's value and `_newest` is its number
   * of events.
   */
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
      description: 'Events of the windows, from the newest row of each window.',
    },
    ...values.map((value) => ({
      name: `${view} ${value.name}`,
      expression: toExpression(value),
      description: describe(value),
    })),
  ];
}

function describe({ name, aggregate }: WindowValue): string {
  const rows = `${name}, from the newest row of each window`;
  // A row has the average, but not how many events had the number.
  return aggregate === 'average'
    ? `Average of ${rows}. Several windows are weighted by their events.`
    : `${{ count: 'Sum', sum: 'Sum', minimum: 'Minimum', maximum: 'Maximum' }[aggregate]} of ${rows}.`;
}
