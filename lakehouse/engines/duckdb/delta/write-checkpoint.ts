import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Action, formatActions } from './actions';
import { LAST_CHECKPOINT, checkpointName } from './log-names';
import { tombstoneRetention } from './retention';
import { sqlPath, sqlText } from './sql-text';
import { type TableFiles } from './table-files';
import { type TableState } from './table-state';
import { withDuckDb } from './with-duckdb';

const TEXT_MAP = 'MAP(VARCHAR, VARCHAR)';

/**
 * The columns of a checkpoint (PROTOCOL.md "Checkpoint Schema"). `remove` has the extended fields too, as in
 * Delta's own checkpoints. Statistics remain JSON text (`delta.checkpoint.writeStatsAsJson` is on by
 * default).
 */
const COLUMNS: Readonly<Record<string, string>> = {
  txn: 'STRUCT(appId VARCHAR, version BIGINT, lastUpdated BIGINT)',
  add: `STRUCT(path VARCHAR, partitionValues ${TEXT_MAP}, size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR, tags ${TEXT_MAP})`,
  remove: `STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues ${TEXT_MAP}, size BIGINT)`,
  metaData: `STRUCT(id VARCHAR, name VARCHAR, description VARCHAR, format STRUCT(provider VARCHAR, options ${TEXT_MAP}), schemaString VARCHAR, partitionColumns VARCHAR[], configuration ${TEXT_MAP}, createdTime BIGINT)`,
  protocol: 'STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER)',
};

/**
 * Writes the classic checkpoint of a state, then the hint from which readers find it.
 *
 * @param now milliseconds since 1970; tombstones older than the table's retention are omitted
 */
export async function writeCheckpoint(files: TableFiles, state: TableState, now: number): Promise<void> {
  const actions = toCheckpointActions(state, now);
  const directory = await mkdtemp(join(tmpdir(), 'delta-checkpoint-'));
  try {
    const local = join(directory, 'checkpoint.parquet');
    await writeParquet(actions, directory, local);
    const { size: sizeInBytes } = await stat(local);
    await files.putFile(checkpointName(state.version), local);
    const hint = {
      version: state.version,
      size: actions.length,
      sizeInBytes,
      numOfAddFiles: state.live.size,
    };
    await files.put(LAST_CHECKPOINT, Buffer.from(JSON.stringify(hint)));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function toCheckpointActions(state: TableState, now: number): Action[] {
  const oldest = now - tombstoneRetention(state.metaData);
  return [
    { protocol: state.protocol },
    { metaData: state.metaData },
    ...[...state.transactions.values()].map((txn) => ({ txn })),
    ...[...state.tombstones.values()]
      .filter(({ deletionTimestamp }) => (deletionTimestamp ?? 0) > oldest)
      .map((remove) => ({ remove: { ...remove, dataChange: false } })),
    // A checkpoint contains no new data, so `dataChange` is false.
    ...[...state.live.values()].map(({ action }) => ({ add: { ...action, dataChange: false } })),
  ];
}

async function writeParquet(actions: readonly Action[], directory: string, target: string): Promise<void> {
  const source = join(directory, 'actions.ndjson');
  await writeFile(source, formatActions(actions));
  const columns = Object.entries(COLUMNS).map(([name, type]) => `${name}: ${sqlText(type)}`);
  await withDuckDb(async (connection) => {
    await connection.run(
      `COPY (SELECT * FROM read_json(${sqlPath(source)}, format = 'newline_delimited', columns = {${columns.join(', ')}}))
       TO ${sqlText(target)} (FORMAT parquet)`,
    );
  });
}
