import { resolve } from 'node:path';
import {
  type AllowedHosts,
  defineService,
  Faults,
  flag,
  httpAddressFlags,
  type JsonObject,
  StandInError,
  startRest,
  toFaultSwitches,
  tokenKeyFlag,
} from '../kit';
import { LimitsByDataset } from './model/dataset-limits';
import { powerBiApi } from './operations';
import { ARRIVED_PATH } from './operations/arrived';
import { type PowerBiFault, powerBiFault, type Workspace } from './operations/operation';
import { DatasetStore } from './store/dataset-store';
import { type SemanticModel, SemanticModels } from './store/semantic-models';
import { support } from './support';

/** Injected faults, by operations such as `PostRows`. */
export class PowerBiFaults extends Faults<PowerBiFault> {}

/** The default workspace and semantic model. */
export const DEFAULT_WORKSPACE_ID = '5b1de000-0000-4000-8000-000000000001';
export const DEFAULT_SEMANTIC_MODEL: SemanticModel = {
  id: '5b1de000-0000-4000-8000-000000000601',
  name: 'Sluice Gold',
};

/** Tenant id in a push URL. */
const TENANT = '5b1de000-0000-4000-8000-00000000007e';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface PowerBiServiceOptions extends AllowedHosts {
  /** @default 0: any free port */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /**
   * Directory of datasets with their rows, and of refresh histories. Created if missing. Only one service can
   * use it.
   */
  readonly dataDirectory: string;
  /** Secret that signs tokens, the same as the secret of the identity endpoint. */
  readonly tokenKey: string;
  /** @default DEFAULT_WORKSPACE_ID */
  readonly workspaceId?: string;
  /** @default only DEFAULT_SEMANTIC_MODEL */
  readonly semanticModels?: readonly SemanticModel[];
  /** Duration of a refresh of a semantic model in seconds. @default 2 */
  readonly refreshSeconds?: number;
  /** Clock of limits and refreshes. @default the system's clock */
  readonly clock?: () => Date;
  /**
   * PUT of a table also adds a missing table, and changes the type of a column. Power BI refuses both, so only a local
   * dataset can follow every change of a contract. @default false
   */
  readonly flexibleTables?: boolean;
  /** Injected faults, for tests. @default none */
  readonly faults?: PowerBiFaults;
  /** Let every client of the port control faults at `/_stand-in/faults`. @default false */
  readonly faultEndpoint?: boolean;
}

/** A running Power BI with one workspace. */
export interface PowerBiService {
  readonly port: number;
  /** Address that replaces `https://api.powerbi.com`. */
  readonly endpoint: string;
  readonly workspaceId: string;
  /** Ids of the semantic models, by name. */
  readonly semanticModels: Readonly<Record<string, string>>;
  /** Page that shows the received rows; see `operations/arrived.ts`. */
  readonly arrivedUrl: string;
  readonly faults: PowerBiFaults;
  /** The push URL of a dataset of mode PushStreaming, which the portal shows to its owner. */
  pushUrl(datasetId: string): string | undefined;
  /** Rows of a table, the oldest first. */
  rows(datasetId: string, table: string): readonly JsonObject[];
  close(): Promise<void>;
}

/**
 * Starts a stand-in for Power BI: push datasets and refreshes of semantic models, as in the REST API v1.0,
 * with its limits.
 *
 * @throws StandInError `option_invalid`; `corrupt`; `start_failed` if the port is in use
 */
export async function startPowerBi({
  port,
  host,
  allowedHosts,
  dataDirectory,
  tokenKey,
  workspaceId = DEFAULT_WORKSPACE_ID,
  semanticModels = [DEFAULT_SEMANTIC_MODEL],
  refreshSeconds = 2,
  clock = () => new Date(),
  flexibleTables = false,
  faults = new PowerBiFaults(),
  faultEndpoint = false,
}: PowerBiServiceOptions): Promise<PowerBiService> {
  if (tokenKey === '') throw new StandInError('option_invalid', 'tokenKey is empty');
  for (const id of [workspaceId, ...semanticModels.map((model) => model.id)])
    if (!GUID.test(id)) throw new StandInError('option_invalid', `"${id}" must be a GUID in lower case`);
  const directory = resolve(dataDirectory);
  const workspace: Workspace = {
    id: workspaceId,
    datasets: new DatasetStore(directory),
    semanticModels: new SemanticModels(directory, semanticModels),
    limits: new LimitsByDataset(),
    refreshSeconds,
    tokenKey,
    flexibleTables,
  };
  const server = await startRest(powerBiApi, {
    context: workspace,
    faults,
    faultSwitches: faultEndpoint ? toFaultSwitches(faults, powerBiFault) : undefined,
    now: clock,
    port,
    host,
    allowedHosts,
  });
  const endpoint = server.baseUrl;
  return {
    port: server.port,
    endpoint,
    workspaceId,
    semanticModels: Object.fromEntries(semanticModels.map(({ id, name }) => [name, id])),
    arrivedUrl: `${endpoint}${ARRIVED_PATH}`,
    faults,
    pushUrl: (datasetId) => {
      const { id, pushKey } = workspace.datasets.find(datasetId)?.record ?? { id: '', pushKey: '' };
      return pushKey === '' ? undefined : `${endpoint}/beta/${TENANT}/datasets/${id}/rows?key=${pushKey}`;
    },
    rows: (datasetId, table) => workspace.datasets.find(datasetId)?.rows.get(table)?.all() ?? [],
    close: () => server.close(),
  };
}

const semanticModelFlag = flag.pairs('semantic-model', 'GUID=NAME');

export const service = defineService<PowerBiServiceOptions, PowerBiService>({
  name: 'power-bi',
  support,
  flags: {
    dataDirectory: flag.required(flag.text('data', 'DIRECTORY')),
    tokenKey: tokenKeyFlag,
    ...httpAddressFlags,
    workspaceId: flag.text('workspace', 'GUID'),
    semanticModels: {
      ...semanticModelFlag,
      read: (texts) => Object.entries(semanticModelFlag.read(texts)).map(([id, name]) => ({ id, name })),
    },
    refreshSeconds: flag.wholeNumber('refresh-seconds'),
    flexibleTables: flag.toggle('flexible-tables'),
    faultEndpoint: flag.toggle('fault-endpoint'),
  },
  start: startPowerBi,
  ready: ({ port, endpoint, workspaceId, semanticModels, arrivedUrl }) => ({
    port,
    endpoint,
    workspaceId,
    semanticModels,
    arrivedUrl,
  }),
});
