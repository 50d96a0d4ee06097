import { type ContractWindows, type WindowValue } from '../../../contracts/contract';
import { SluiceError } from '../../../platform/errors';
import { MAX_COLUMNS } from './power-bi-limits';
import { type PowerBiMeasure, toNewestMeasures } from './newest-measures';

export interface PowerBiColumn {
  readonly name: string;
  readonly dataType: 'DateTime' | 'String' | 'Int64' | 'Double';
}

/** One table of a push dataset. */
export interface PowerBiTable {
  /** The view, as `iot_telemetry`. */
  readonly name: string;
  readonly columns: readonly PowerBiColumn[];
  readonly measures: readonly PowerBiMeasure[];
}

/**
 * Makes the columns of `toPowerBiRow`, and measures over them.
 *
 * @throws SluiceError `power_bi_refused` if the windows do not fit into a table of Power BI
 */
export function toPowerBiTable(view: string, windows: ContractWindows): PowerBiTable {
  const columns: readonly PowerBiColumn[] = [
    { name: 'windowStart', dataType: 'DateTime' },
    { name: 'windowEnd', dataType: 'DateTime' },
    ...windows.keys.map(({ name }) => ({ name, dataType: 'String' as const })),
    { name: 'events', dataType: 'Int64' },
    { name: 'revision', dataType: 'Int64' },
    ...windows.values.map((value) => ({ name: value.name, dataType: toDataType(value) })),
  ];
  const names = columns.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw refuse(view, `has two columns ${twice}; names must differ by more than their case`);
  if (columns.length > MAX_COLUMNS)
    throw refuse(view, `has ${columns.length} columns; a table has at most ${MAX_COLUMNS}`);
  return { name: view, columns, measures: toNewestMeasures(view, windows) };
}

function toDataType({ aggregate }: WindowValue): PowerBiColumn['dataType'] {
  return aggregate === 'count' ? 'Int64' : 'Double';
}

function refuse(view: string, what: string): SluiceError {
  return new SluiceError('power_bi_refused', `the table ${view} ${what}`, { kind: 'permanent' });
}
