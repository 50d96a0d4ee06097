import { cpSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Session } from '../../../../lakehouse/engines/duckdb/session';
import { openLake } from '../../../../lakehouse/engines/duckdb/query/open-lake';
import { queryCatalog } from '../../../../lakehouse/engines/duckdb/query/query-lake';
import { DiskLake } from '../../../testing/disk-lake';
import { knownModels } from '../../../testing/known-models';
import { runs } from '../../../testing/runs';
import { type Lake, startLake } from '../../../../local/lake';

import { type ModelResult } from '../../../../lakehouse/engines/duckdb/run/model-result';
import { runModels, type RunModelsOptions } from '../../../../lakehouse/engines/duckdb/run/run-models';
import { DeltaTable } from '../../../../lakehouse/engines/duckdb/delta/delta-table';
import { type Snapshot } from '../../../../lakehouse/engines/duckdb/delta/types';
import { slotTail } from '../../../../lakehouse/engines/duckdb/bronze/slot-path';
import { LakeFiles } from '../../../../lakehouse/engines/duckdb/lake/lake-files';

/** A line of Bronze in a test. */
export interface Line {
  readonly contract: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** The original event as JSON text. @default `event` as JSON.stringify writes it */
  readonly text?: string;
  /** @default accepted */
  readonly verdict?: 'accepted' | 'quarantined';
  /** Reasons of a quarantined line. @default none */
  readonly rejections?: readonly object[];
  /** @default the position of the line in its partition, with one second between lines */
  readonly enqueuedTime?: string;
}

const START = Date.parse('2026-03-01T00:00:00Z');

/** A lake, a directory of models, and slots written by the test: the whole environment of the engine. */
export class EngineScene {
  readonly files: LakeFiles;
  readonly directory: string;
  /** Time of the engine's clock. */
  now = new Date();
  /** Time zone of the days in Gold. */
  businessTimeZone = 'UTC';
  /** Models that a refresh runs by default. */
  select = 'silver,gold';
  /** Smaller limits of a refresh than by default, which a test reaches with less work. */
  limits: Pick<RunModelsOptions, 'maxFailingEvents' | 'versionsPerVacuum'> = {};
  readonly #heads = new Map<string, { slot: number; sequenceNumber: number }>();
  readonly #batch = new Map<string, { runId: string; path: string }>();
  #refresh = 1000;
  #stopped = false;
  readonly #lake: Lake | undefined;
  #session: Session | undefined;

  private constructor(directory: string, lake: Lake | undefined) {
    this.directory = directory;
    this.#lake = lake;
    this.files =
      lake === undefined
        ? new DiskLake(this.lakeDirectory)
        : new LakeFiles({ connectionString: lake.connectionString, directory: this.lakeDirectory });
  }

  static async start(models: Readonly<Record<string, string>>): Promise<EngineScene> {
    const directory = mkdtempSync(join(tmpdir(), 'sluice-engine-test-'));
    const lake = await startLake({
      dataDirectory: join(directory, 'lake'),
      filesystems: ['bronze', 'silver', 'gold'],
      fsync: false,
    });
    const scene = new EngineScene(directory, lake);
    for (const [path, text] of Object.entries(models)) scene.writeModel(path, text);
    return scene;
  }

  /** A scene without a server: the engine accesses the lake's files directly. */
  static onDisk(models: Readonly<Record<string, string>> = {}): EngineScene {
    const scene = new EngineScene(mkdtempSync(join(tmpdir(), 'sluice-engine-test-')), undefined);
    for (const [path, text] of Object.entries(models)) scene.writeModel(path, text);
    return scene;
  }

  /** The lake's server. */
  get lake(): Lake {
    if (this.#lake === undefined)
      throw new Error('this scene has no server; begin it with EngineScene.start');
    return this.#lake;
  }

  get lakeDirectory(): string {
    return join(this.directory, 'lake');
  }

  get modelsDirectory(): string {
    return join(this.directory, 'models');
  }

  /** Writes a model. A directory that is a link to another becomes a copy first: what it links to stays. */
  writeModel(path: string, text: string): void {
    const directory = this.modelsDirectory;
    if (lstatSync(directory, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
      const linked = realpathSync(directory);
      rmSync(directory);
      cpSync(linked, directory, { recursive: true });
    }
    const file = join(this.modelsDirectory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Lands one slot. @returns its number */
  async land(
    source: string,
    lines: readonly Line[],
    partition = 0,
    hubGeneration = 'life-1',
  ): Promise<number> {
    const place = `${source}/${hubGeneration}/${partition}`;
    const head = this.#heads.get(place) ?? { slot: -1, sequenceNumber: -1 };
    const slot = head.slot + 1;
    const text = lines
      .map(({ contract, event, text: written, verdict = 'accepted', rejections = [], enqueuedTime }, at) => {
        const sequenceNumber = head.sequenceNumber + 1 + at;
        const time = enqueuedTime ?? new Date(START + sequenceNumber * 1000).toISOString();
        const meta = {
          verdict,
          contract,
          version: 1,
          partition,
          sequenceNumber,
          offset: String(sequenceNumber * 100),
          enqueuedTime: time,
          landedAt: time,
        };
        return verdict === 'accepted'
          ? `{"meta":${JSON.stringify(meta)},"event":${written ?? JSON.stringify(event)}}`
          : JSON.stringify({ meta: { ...meta, rejections }, body: 'e30=' });
      })
      .join('\n');
    const path = `${source}/${slotTail({ hubGeneration, partition, slot })}`;
    await this.files.createNew('bronze', path, gzipSync(`${text}\n`));
    this.#heads.set(place, { slot, sequenceNumber: head.sequenceNumber + lines.length });
    return slot;
  }

  async landBatch(source: string, runId: string, files: Readonly<Record<string, string>>): Promise<void> {
    const path = `batch/${source}/run=${runId}`;
    for (const [name, content] of Object.entries(files))
      await this.files.put('bronze', `${path}/${name}`, Buffer.from(content));
    this.#batch.set(source, { runId, path });
  }

  /**
   * Writes the plan of the next refresh, with all landed slots.
   *
   * @param rebuild tables to compute from all of Bronze
   * @returns its number
   */
  async plan(rebuild: readonly string[] = []): Promise<number> {
    const previous = this.#refresh;
    const refresh = (this.#refresh += 1000);
    const bronze: Record<string, unknown[]> = {};
    for (const [place, { slot, sequenceNumber }] of this.#heads) {
      const [source = '', hubGeneration = '', partition = ''] = place.split('/');
      (bronze[source] ??= []).push({
        hubGeneration,
        partition: Number(partition),
        slot,
        lastSequenceNumber: sequenceNumber,
        lastEnqueuedTime: '2026-03-01T00:00:00Z',
      });
    }
    const plan = {
      refresh,
      refreshId: `r-${refresh}`,
      previous: previous === 1000 ? null : previous,
      asOf: '2026-03-05T06:10:00.000Z',
      bronze,
      batch: Object.fromEntries(this.#batch),
      ...(rebuild.length > 0 && { rebuild }),
    };
    await this.files.put(
      'gold',
      `_refresh/${String(refresh).padStart(15, '0')}/plan.json`,
      Buffer.from(JSON.stringify(plan)),
    );
    return refresh;
  }

  /** Runs models of a refresh that has a plan. @returns results by model */
  async run(refresh: number, select = this.select, lake = this.files): Promise<Record<string, ModelResult>> {
    const models = knownModels(this.modelsDirectory);
    const layers = select
      .split(',')
      .filter((part) =>
        [...models.models.values()].some(
          ({ name, group }) => name === part || `${group}/`.startsWith(`${part}/`),
        ),
      );
    const results = await runModels({
      models,
      select: layers.join(','),
      refresh,
      lake,
      pepper: 'pepper',
      businessTimeZone: this.businessTimeZone,
      clock: () => this.now,
      workDirectory: mkdtempSync(join(this.directory, 'work-')),
      // One thread needs less CPU time for few rows; `npm run prove` shows errors that depend on their order.
      threads: runs(1, 2),
      memoryLimit: '512MB',
      ...this.limits,
    });
    return Object.fromEntries(results.map((result) => [result.model, result]));
  }

  /** Runs a refresh of all landed slots; throws if a model fails. */
  async refresh(select?: string): Promise<Record<string, ModelResult>> {
    const results = await this.run(await this.plan(), select);
    for (const { model, error } of Object.values(results))
      if (error !== null) throw new Error(`${model}: ${error}`);
    return results;
  }

  async snapshot(name: string): Promise<Snapshot> {
    const [container = '', path = ''] = name.split('.');
    const snapshot = await new DeltaTable({ lake: this.files, container, path }).read();
    if (snapshot === undefined) throw new Error(`the table ${name} does not exist`);
    return snapshot;
  }

  async rows(sql: string): Promise<unknown[][]> {
    const { lakeDirectory, modelsDirectory } = this;
    const catalog = openLake({ lakeDirectory, modelsDirectory, models: knownModels(modelsDirectory) });
    this.#session ??= await Session.open({ temporaryDirectory: this.directory });
    const { rows } = await queryCatalog(this.#session, catalog, sql);
    return rows;
  }

  /** Stops the lake and keeps its files. */
  async stopLake(): Promise<void> {
    if (!this.#stopped) await this.#lake?.close();
    this.#stopped = true;
  }

  async end(): Promise<void> {
    await this.stopLake();
    this.#session?.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
