import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type AllowedHosts,
  defineService,
  flag,
  httpAddressFlags,
  readArmPath,
  StandInError,
  startRest,
  tokenKeyFlag,
} from '../kit';
import { createCopyExecutor } from './copy/run-copy';
import { type FactoryDefinitions, readFactoryFiles } from './definitions/factory-files';
import { DataFactoryFaults } from './faults';
import { dataFactoryApi, FACTORY_TYPE } from './operations';
import { RunStore } from './runs/run-store';
import { Runs } from './runs/runs';
import { support } from './support';

export { DataFactoryFaults, type DataFactoryTarget, type Fault } from './faults';

/** The default factory. */
export const DEFAULT_FACTORY =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/sluice-local/providers/Microsoft.DataFactory/factories/sluice-local';

export interface DataFactoryOptions extends AllowedHosts {
  /** @default 0: any free port */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Directory of the runs, one file each. Created if missing. */
  readonly dataDirectory: string;
  /** Contains the folders `pipeline/`, `dataset/` and `linkedService/`, which are read once, at the start. */
  readonly definitionsDirectory: string;
  /** Secret that signs tokens, the same as the secret of the identity endpoint. */
  readonly tokenKey: string;
  /** The lake to which all linked services of type AzureBlobFS write. */
  readonly lakeConnectionString: string;
  /**
   * Base URLs that replace those of linked services of type HttpServer, by the name of the linked service.
   * @default none
   */
  readonly overrides?: Readonly<Record<string, string>>;
  /**
   * Folders with the tables of linked services of type SqlServer, by the name of the linked service. A table is a file
   * `<schema>.<table>.ndjson` with one JSON object per row.
   * @default none
   */
  readonly tables?: Readonly<Record<string, string>>;
  /** @default DEFAULT_FACTORY */
  readonly factoryResourceId?: string;
  /**
   * Interval between attempts of an activity; in policies it is at least 30. @default that of the policies
   */
  readonly retryIntervalSeconds?: number;
  /** Runs on a page of a query. @default 100 */
  readonly pageSize?: number;
  /** @default the system's clock */
  readonly clock?: () => Date;
  /** Waits between attempts. @default the system's timers */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Injected faults, for tests. @default none */
  readonly faults?: DataFactoryFaults;
  /** Whether runs survive a power cut; a killed process never loses one. @default true */
  readonly fsync?: boolean;
}

/** A running data factory. */
export interface DataFactory {
  readonly port: number;
  /** Address that replaces `https://management.azure.com`. */
  readonly endpoint: string;
  readonly factoryResourceId: string;
  /** Injected faults, for tests. */
  readonly faults: DataFactoryFaults;
  /** Stops running runs; they are failed at the next start. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for Azure Data Factory: the part of its REST API that starts and watches pipeline runs,
 * with a factory's own files.
 *
 * @throws StandInError `option_invalid`, also for definitions that cannot be read; `corrupt` for a run that
 *   cannot be read; `start_failed` if the port is in use
 */
export async function startDataFactory(options: DataFactoryOptions): Promise<DataFactory> {
  const {
    port,
    host,
    allowedHosts,
    dataDirectory,
    definitionsDirectory,
    tokenKey,
    lakeConnectionString,
    overrides = {},
    tables = {},
    factoryResourceId = DEFAULT_FACTORY,
    retryIntervalSeconds,
    pageSize = 100,
    clock = () => new Date(),
    wait = (milliseconds: number, signal: AbortSignal) => delay(milliseconds, undefined, { signal }),
    faults = new DataFactoryFaults(),
    fsync = true,
  } = options;
  const id = readArmPath(FACTORY_TYPE, factoryResourceId);
  if (id?.rest !== '') {
    throw new StandInError(
      'option_invalid',
      `"${factoryResourceId}" is not the resource id of a data factory`,
    );
  }
  if (tokenKey === '') throw new StandInError('option_invalid', 'tokenKey is empty');
  const definitions = readFactoryFiles(resolve(definitionsDirectory));
  requireOverrides(overrides, definitions);
  requireTables(tables, definitions);
  const onFailure = (error: unknown): void => {
    console.error(error);
  };
  const store = RunStore.open({ directory: join(resolve(dataDirectory), 'runs'), now: clock, fsync });
  const runs = new Runs({
    definitions,
    factoryName: id.name,
    store,
    executors: {
      Copy: createCopyExecutor({
        lakeConnectionString,
        overrides: new Map(Object.entries(overrides)),
        tables: new Map(Object.entries(tables).map(([name, folder]) => [name, resolve(folder)])),
        now: clock,
      }),
    },
    now: clock,
    wait,
    retryIntervalSeconds,
    onFailure,
  });
  const server = await startRest(dataFactoryApi, {
    context: { id, tokenKey, definitions, store, runs, factoryResourceId, pageSize },
    faults,
    now: clock,
    port,
    host,
    allowedHosts,
    onFailure,
  });
  return {
    port: server.port,
    endpoint: server.baseUrl,
    factoryResourceId,
    faults,
    close: async () => {
      server.stopAccepting();
      await runs.close();
      await server.close();
    },
  };
}

export const service = defineService<DataFactoryOptions, DataFactory>({
  name: 'data-factory',
  support,
  flags: {
    dataDirectory: flag.required(flag.text('data', 'DIR')),
    definitionsDirectory: flag.required(flag.text('definitions', 'DIR')),
    tokenKey: tokenKeyFlag,
    lakeConnectionString: flag.required(
      flag.secret('lake', 'CONNECTION_STRING', 'SLUICE_LAKE_CONNECTION_STRING', process.env),
    ),
    overrides: flag.pairs('override', 'LINKED_SERVICE=URL'),
    tables: flag.pairs('tables', 'LINKED_SERVICE=DIR'),
    factoryResourceId: flag.text('factory', 'RESOURCE_ID'),
    retryIntervalSeconds: flag.wholeNumber('retry-interval-seconds'),
    ...httpAddressFlags,
  },
  start: startDataFactory,
  ready: ({ port, endpoint, factoryResourceId }) => ({ port, endpoint, factoryResourceId }),
});

function requireOverrides(
  overrides: Readonly<Record<string, string>>,
  { linkedServices }: FactoryDefinitions,
): void {
  for (const [name, url] of Object.entries(overrides)) {
    const type = linkedServices.get(name)?.type;
    if (type !== 'HttpServer') {
      const what = type === undefined ? 'the linked service does not exist' : `it is of type ${type}`;
      throw new StandInError(
        'option_invalid',
        `override of ${name}: ${what}; only HttpServer can be overridden`,
      );
    }
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new StandInError('option_invalid', `override of ${name}: "${url}" is not an http URL`);
    }
  }
}

/** The folder is read by the copies, so that its tables may be written after the start. */
function requireTables(
  tables: Readonly<Record<string, string>>,
  { linkedServices }: FactoryDefinitions,
): void {
  for (const name of Object.keys(tables)) {
    const type = linkedServices.get(name)?.type;
    if (type === 'SqlServer') continue;
    const what = type === undefined ? 'the linked service does not exist' : `it is of type ${type}`;
    throw new StandInError('option_invalid', `tables of ${name}: ${what}; only SqlServer can have tables`);
  }
}
