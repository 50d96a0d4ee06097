import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StandInError } from '../kit';

/** A data set of a development dependency of the repository. */
export interface DataSet {
  readonly source: string;
  readonly event: string;
  readonly file: string;
  readonly mapping: string;
}

/** The data sets `flights` and `weather` of vega-datasets, each with its own mapping file. */
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

/** Finds the folder of `package.json` above this file, both compiled and not compiled. */
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
    // The package exports its entry build/index.js; the path of its data follows from that.
    return join(dirname(require.resolve('vega-datasets')), '..', 'data');
  } catch (error) {
    throw new StandInError('option_invalid', 'vega-datasets is not installed: run npm ci first', error);
  }
}
