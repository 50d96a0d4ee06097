import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StandInError } from '../kit';

/** A data set that comes with the repository's development dependencies. */
export interface DataSet {
  readonly source: string;
  readonly event: string;
  readonly file: string;
  readonly mapping: string;
}

/** `flights` and `weather` of vega-datasets, each with a mapping file of its own. */
export function findDataSet(name: string): DataSet | undefined {
  switch (name) {
    case 'flights':
      return dataSet('logistics', 'shipment', 'flights-3m.parquet', 'flights.json');
    case 'weather':
      return dataSet('iot', 'telemetry', 'seattle-weather-hourly-normals.csv', 'weather.json');
    default:
      return undefined;
  }
}

function dataSet(source: string, event: string, file: string, mapping: string): DataSet {
  return {
    source,
    event,
    file: join(findData(), file),
    mapping: join(packageRoot(), 'local', 'replay', 'mappings', mapping),
  };
}

/** The folder of `package.json`: compiled or not, this file lies below it. */
export function packageRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) throw new Error(`no package.json above ${__dirname}`);
    folder = dirname(folder);
  }
  return folder;
}

function findData(): string {
  try {
    // The package's entry is build/index.js; its data is not exported by name.
    return join(dirname(require.resolve('vega-datasets')), '..', 'data');
  } catch (error) {
    throw new StandInError('option_invalid', 'vega-datasets is not installed; run npm ci first', error);
  }
}
