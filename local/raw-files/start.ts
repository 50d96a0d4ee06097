import { once } from 'node:events';
import { statSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { StandInError } from '../shared/stand-in-error';
import { RawFilesFaults } from './faults';
import { createRawFilesServer } from './raw-files-server';

export interface RawFilesOptions {
  /** @default 0: any free one */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** The files. @default those of the package vega-datasets */
  readonly directory?: string;
  /** `owner/name` of the repository that they come from. @default 'vega/vega-datasets' */
  readonly repository?: string;
  /** Folder of the repository that the directory stands for. @default 'data' */
  readonly folder?: string;
  /** Faults to come, for tests. @default none */
  readonly faults?: RawFilesFaults;
}

/** A running server of raw files. */
export interface RawFiles {
  readonly port: number;
  /** Stands for `https://raw.githubusercontent.com`. */
  readonly baseUrl: string;
  /** Faults to come, for tests. */
  readonly faults: RawFilesFaults;
  close(): Promise<void>;
}

/**
 * Serves a directory as raw.githubusercontent.com serves a folder of a repository, with the data sets of the package
 * vega-datasets unless told otherwise.
 *
 * @throws StandInError `option_invalid`; `start_failed` when the port is taken
 */
export async function startRawFiles({
  port = 0,
  host = '127.0.0.1',
  directory = packagedData(),
  repository = 'vega/vega-datasets',
  folder = 'data',
  faults = new RawFilesFaults(),
}: RawFilesOptions = {}): Promise<RawFiles> {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new StandInError('option_invalid', `${directory} is not a directory`);
  }
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new StandInError('option_invalid', `repository is owner/name, not "${repository}"`);
  }
  const server = createRawFilesServer({
    directory: resolve(directory),
    repository,
    folder,
    faults,
    onFailure: (error) => {
      console.error(error);
    },
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new StandInError('start_failed', `the raw files cannot be served on ${host}:${port}`, error);
  }
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    baseUrl: `http://${host}:${bound}`,
    faults,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The package exports its code alone; the data lies beside it. */
function packagedData(): string {
  try {
    return join(dirname(require.resolve('vega-datasets')), '..', 'data');
  } catch (error) {
    throw new StandInError('option_invalid', 'the package vega-datasets is not installed', error);
  }
}
