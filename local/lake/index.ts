import { resolve } from 'node:path';
import {
  type AllowedHosts,
  defineService,
  flag,
  httpAddressFlags,
  type HttpServer,
  optionalTokenKeyFlag,
  StandInError,
  startRest,
} from '../kit';
import { lakeApi, LakeFaults } from './operations';
import { requireFilesystemName } from './store/lake-path';
import { LakeStore } from './store/lake-store';
import { Uploads } from './store/uploads';
import { makeFilesystem } from './store/writes';
import { support } from './support';

export { LakeFaults, type LakeTarget } from './operations';

/** The account of every local Azure storage emulator. */
export const DEVELOPMENT_ACCOUNT = 'devstoreaccount1';
/** Its key, which Azurite's documentation publishes, so it protects nothing. */
export const DEVELOPMENT_ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface LakeOptions extends AllowedHosts {
  /** @default 0: any free port */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /**
   * Contains the plain files as `<filesystem>/<path>`, and `.lake/` for the lake's own data. Created if
   * missing.
   */
  readonly dataDirectory: string;
  /** @default DEVELOPMENT_ACCOUNT */
  readonly account?: string;
  /** Base64. @default DEVELOPMENT_ACCOUNT_KEY */
  readonly accountKey?: string;
  /** Secret of the local identity endpoint, for user delegation keys. @default none: tokens are refused */
  readonly tokenKey?: string;
  /** Filesystems (containers) that exist from the start. @default none */
  readonly filesystems?: readonly string[];
  /** Clock of writes and responses. @default the system's clock */
  readonly clock?: () => Date;
  /** Injected faults, for tests. @default none */
  readonly faults?: LakeFaults;
  /** Whether an acknowledged write survives a power cut; a killed process never loses one. @default true */
  readonly fsync?: boolean;
}

/** A running lake. */
export interface Lake {
  readonly port: number;
  /** `http://host:port/account`: the endpoint of both the Blob and the Data Lake clients. */
  readonly baseUrl: string;
  /** Connection string for `fromConnectionString` of both clients. Java refuses names that it does not know, so it has one endpoint. */
  readonly connectionString: string;
  /** Injected faults, for tests. */
  readonly faults: LakeFaults;
  /** Finishes running requests, then releases the port and the directory. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for Azure Data Lake Storage Gen2: the Blob and DFS endpoints on one port, over a plain
 * directory.
 *
 * @throws StandInError `option_invalid`; `start_failed` if the port or the directory is in use; `corrupt` if
 *   the journal is damaged
 */
export async function startLake({
  port,
  host,
  allowedHosts,
  dataDirectory,
  account = DEVELOPMENT_ACCOUNT,
  accountKey = DEVELOPMENT_ACCOUNT_KEY,
  tokenKey,
  filesystems = [],
  clock = () => new Date(),
  faults = new LakeFaults(),
  fsync = true,
}: LakeOptions): Promise<Lake> {
  requireOptions({ dataDirectory, account, filesystems });
  const store = LakeStore.open({ directory: resolve(dataDirectory), fsync, now: clock });
  const server = await startServer().catch(async (error: unknown) => {
    await store.close();
    if (error instanceof StandInError) throw error;
    throw new StandInError('start_failed', `the lake cannot be started over ${dataDirectory}`, error);
  });
  const baseUrl = `${server.baseUrl}/${account}`;
  return {
    port: server.port,
    baseUrl,
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};BlobEndpoint=${baseUrl};`,
    faults,
    close: async () => {
      await server.close(Infinity);
      await store.close();
    },
  };

  async function startServer(): Promise<HttpServer> {
    for (const name of filesystems) if (store.find(name) === undefined) await makeFilesystem(store, name, {});
    const sharedKey = { account, key: Buffer.from(accountKey, 'base64') };
    return startRest(lakeApi, {
      context: { store, uploads: new Uploads(store), account, sharedKey, tokenKey },
      faults,
      now: clock,
      port,
      host,
      allowedHosts,
      // Uploads of large files take long.
      server: { requestTimeout: 0 },
    });
  }
}

export const service = defineService<LakeOptions, Lake>({
  name: 'lake',
  support,
  flags: {
    dataDirectory: flag.required(flag.text('data', 'DIR')),
    ...httpAddressFlags,
    account: flag.text('account', 'NAME'),
    tokenKey: optionalTokenKeyFlag,
    filesystems: flag.texts('filesystem', 'NAME'),
  },
  start: startLake,
  ready: ({ port, baseUrl, connectionString }) => ({ port, baseUrl, connectionString }),
});

function requireOptions(options: {
  readonly dataDirectory: string;
  readonly account: string;
  readonly filesystems: readonly string[];
}): void {
  if (options.dataDirectory === '') throw new StandInError('option_invalid', 'dataDirectory is missing');
  if (!/^[a-z0-9]{3,24}$/.test(options.account))
    throw new StandInError('option_invalid', 'account must be 3 to 24 lower-case letters and digits');
  for (const name of options.filesystems) {
    try {
      requireFilesystemName(name);
    } catch (error) {
      throw new StandInError('option_invalid', `filesystems: "${name}" is not a valid name`, error);
    }
  }
}
