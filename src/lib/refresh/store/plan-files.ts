import { type Connection, LAKE } from '../../platform/azure/connections';
import { type Platform } from '../../platform/platform';
import { requireRefreshSettings } from '../settings';
import { type ContainerClient, type RestError } from '@azure/storage-blob';
import { type DataLakeFileSystemClient } from '@azure/storage-file-datalake';
import { type ModelResult } from '../model-result';
import { type Plan, planPath, refreshFolder } from '../plan';
import { type PlanStore } from '../ports';
import { type RefreshNumber } from '../refresh-id';
import {
  createLakeContainer,
  isNotFound,
  listFiles,
  openFileSystem,
  toLakeFault,
} from '../../platform/azure/lake-file-system';

/** Result files that are read concurrently. */
const PARALLEL = 8;

/** Reads and writes plans and results of refreshes: small JSON files in the `gold` container. */
export class PlanFiles implements PlanStore {
  /** Creates a plan with one Put Blob, as a slot of Bronze, so it is written as a whole or not at all. */
  readonly #container: ContainerClient;
  readonly #fileSystem: DataLakeFileSystemClient;

  constructor(connection: Connection, container: string) {
    this.#container = createLakeContainer(connection, container);
    this.#fileSystem = openFileSystem(connection, container);
  }

  readPlan(number: RefreshNumber): Promise<Plan | undefined> {
    return this.#read<Plan>(planPath(number));
  }

  async createPlan(plan: Plan): Promise<Plan> {
    const path = planPath(plan.refresh);
    const body = JSON.stringify(plan);
    try {
      await this.#container.getBlockBlobClient(path).upload(body, Buffer.byteLength(body), {
        conditions: { ifNoneMatch: '*' },
        blobHTTPHeaders: { blobContentType: 'application/json' },
      });
      return plan;
    } catch (error) {
      // This is also the answer if the reply to our first create was lost; then the existing plan is this
      // one.
      if (![409, 412].includes((error as Partial<RestError>).statusCode ?? 0))
        throw toLakeFault(`reach ${path}`, error);
    }
    const there = await this.readPlan(plan.refresh);
    if (there === undefined)
      throw toLakeFault(
        `reach ${path}`,
        new Error('the service reports that it exists, but it cannot be read'),
      );
    return there;
  }

  async readResults(number: RefreshNumber): Promise<readonly ModelResult[]> {
    const folder = `${refreshFolder(number)}/models`;
    const paths: string[] = [];
    try {
      for await (const path of listFiles(this.#fileSystem, folder)) {
        if (path.endsWith('.json')) paths.push(path);
      }
    } catch (error) {
      throw toLakeFault(`reach ${folder}`, error);
    }
    const results: ModelResult[] = [];
    for (let index = 0; index < paths.length; index += PARALLEL) {
      const read = paths.slice(index, index + PARALLEL).map((path) => this.#read<ModelResult>(path));
      results.push(...(await Promise.all(read)).filter((result) => result !== undefined));
    }
    return results;
  }

  async #read<T>(path: string): Promise<T | undefined> {
    try {
      return JSON.parse(String(await this.#fileSystem.getFileClient(path).readToBuffer())) as T;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw toLakeFault(`reach ${path}`, error);
    }
  }
}

/** Opens the plans of refreshes. @throws SluiceError as {@link requireRefreshSettings} */
export function openPlans(platform: Platform): PlanFiles {
  const { lake } = platform.settings({ lake: LAKE });
  return new PlanFiles(lake, requireRefreshSettings(platform).goldContainer);
}
