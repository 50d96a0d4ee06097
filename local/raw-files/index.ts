import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type AllowedHosts, defineService, flag, httpAddressFlags, StandInError, startRest } from '../kit';
import { rawFilesApi, RawFilesFaults } from './operations';
import { support } from './support';

export interface RawFilesOptions extends AllowedHosts {
  /** @default 0: any free port */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Folder of the files. @default that of the package vega-datasets */
  readonly directory?: string;
  /** `owner/name` of their repository. @default 'vega/vega-datasets' */
  readonly repository?: string;
  /** Folder in the repository that contains the files. @default 'data' */
  readonly folder?: string;
  /** Injected faults, for tests. @default none */
  readonly faults?: RawFilesFaults;
}

/** A running server of raw files. */
export interface RawFiles {
  readonly port: number;
  /** Address that replaces `https://raw.githubusercontent.com`. */
  readonly baseUrl: string;
  /** Injected faults, for tests. */
  readonly faults: RawFilesFaults;
  close(): Promise<void>;
}

/**
 * Serves a directory in the way of raw.githubusercontent.com, by default the data sets of the package
 * vega-datasets.
 *
 * @throws StandInError `option_invalid`; `start_failed` if the port is in use
 */
export async function startRawFiles({
  port,
  host,
  allowedHosts,
  directory = packagedData(),
  repository = 'vega/vega-datasets',
  folder = 'data',
  faults = new RawFilesFaults(),
}: RawFilesOptions = {}): Promise<RawFiles> {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new StandInError('option_invalid', `${directory} is not a directory`);
  }
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new StandInError('option_invalid', `repository must be owner/name, not "${repository}"`);
  }
  const server = await startRest(rawFilesApi, {
    context: { directory: resolve(directory), repository, folder },
    faults,
    now: () => new Date(),
    port,
    host,
    allowedHosts,
  });
  return { port: server.port, baseUrl: server.baseUrl, faults, close: () => server.close() };
}

export const service = defineService<RawFilesOptions, RawFiles>({
  name: 'raw-files',
  support,
  flags: {
    ...httpAddressFlags,
    directory: flag.text('directory', 'DIR'),
    repository: flag.text('repository', 'OWNER/NAME'),
    folder: flag.text('folder', 'FOLDER'),
  },
  start: startRawFiles,
  ready: ({ port, baseUrl }) => ({ port, baseUrl }),
});

/** The package exports only its code; the data is in a folder beside it. */
function packagedData(): string {
  try {
    return join(dirname(require.resolve('vega-datasets')), '..', 'data');
  } catch (error) {
    throw new StandInError('option_invalid', 'the package vega-datasets is not installed: run npm ci', error);
  }
}
