import { type PowerBiTable } from './to-power-bi-table';
import { SluiceError } from '../../../platform/errors';
import { createPowerBiRest, datasetPath, type PowerBiOptions } from '../../../platform/azure/power-bi-rest';

export interface CreateDatasetOptions extends PowerBiOptions {
  readonly workspaceId: string;
  /** Names are not unique in a workspace. The one dataset with this name is updated. */
  readonly name: string;
  readonly tables: readonly PowerBiTable[];
  /** Adds missing tables to an existing dataset. Only the local Power BI allows it. @default false */
  readonly addTables?: boolean;
}

export interface CreatedDataset {
  readonly datasetId: string;
  readonly outcome: 'created' | 'updated';
}

interface Listed<T> {
  readonly value: readonly T[];
}

/**
 * Creates the push dataset of live windows, or updates the dataset with that name. Repeated calls change
 * nothing.
 *
 * Power BI lists the tables of a dataset by name only, so each table is replaced; its rows stay. Power BI
 * cannot add a table to an existing dataset (https://learn.microsoft.com/rest/api/power-bi/push-datasets).
 *
 * @throws SluiceError `power_bi_unavailable`, `power_bi_refused`. It is refused if several datasets have the
 *   name, if the dataset is not a push dataset, or if it lacks a table.
 */
export async function createDataset(options: CreateDatasetOptions): Promise<CreatedDataset> {
  const { workspaceId, name, tables, addTables = false, ...rest } = options;
  const client = createPowerBiRest(rest);
  const list = `/groups/${encodeURIComponent(workspaceId)}/datasets`;
  const { value: datasets } = await client.send<
    Listed<{ readonly id: string; readonly name: string; readonly addRowsAPIEnabled?: boolean }>
  >({ method: 'GET', path: list });
  const [found, ...others] = datasets.filter((dataset) => dataset.name === name);
  if (others.length > 0)
    throw refuse(
      `there are ${others.length + 1} datasets named "${name}"; rename all but one, or choose another name`,
    );
  if (found === undefined) {
    const { id } = await client.send<{ readonly id: string }>({
      method: 'POST',
      path: `${list}?defaultRetentionPolicy=basicFIFO`,
      body: { name, defaultMode: 'Push', tables },
    });
    return { datasetId: id, outcome: 'created' };
  }
  if (found.addRowsAPIEnabled === false)
    throw refuse(`the dataset "${name}" is not a push dataset; choose another name`);
  const path = `${datasetPath(workspaceId, found.id)}/tables`;
  const { value: known } = await client.send<Listed<{ readonly name: string }>>({ method: 'GET', path });
  const missing = tables.filter((table) => !known.some((other) => other.name === table.name));
  if (missing.length > 0 && !addTables) {
    const names = missing.map((table) => table.name).join(', ');
    throw refuse(
      `the dataset "${name}" lacks ${names}, and Power BI cannot add tables to a dataset. ` +
        'Delete the dataset in its workspace and run this again; its rows go. ' +
        `Or keep it and make another: add --name "${name} 2", or with azd: azd env set POWER_BI_DATASET_NAME "${name} 2", then azd hooks run postdeploy`,
    );
  }
  for (const table of tables) {
    await client.send({ method: 'PUT', path: `${path}/${encodeURIComponent(table.name)}`, body: table });
  }
  return { datasetId: found.id, outcome: 'updated' };
}

function refuse(message: string): SluiceError {
  return new SluiceError('power_bi_refused', message, { kind: 'permanent' });
}
