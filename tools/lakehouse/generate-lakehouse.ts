import { join } from 'node:path';
import { type Problem } from '../contracts/problem';
import { type SchemaFile } from '../contracts/schema-file';
import { writeBatchChecks } from './batch-checks';
import { formerSources } from './former-sources';
import { checkNames } from './check-names';
import { toSilverTable, type SilverTable } from './silver-table';
import { uniteVersions } from './united-contract';
import { arrayWays, writeArrayModel } from './write-array-model';
import { writeBronze } from './write-bronze';
import { writeEventModel } from './write-event-model';
import { changesTable, writeChangesModel } from './write-changes-model';
import { writeHistoryModel } from './write-history-model';
import { rejectedTable, writeRejectedModel } from './write-rejected-model';
import { windowTable, writeWindowModel } from './write-window-model';

export interface GenerateLakehouseOptions {
  /** Contracts that passed the checks of tools/contracts, by type and version. */
  readonly files: readonly SchemaFile[];
  /** The folder of the models, for the paths of the result; nothing is written here. */
  readonly models: string;
}

export type GenerateLakehouseResult =
  | {
      readonly outcome: 'generated';
      /** Text by path. */
      readonly files: ReadonlyMap<string, string>;
      /** Folders that contain only these files. */
      readonly ownedFolders: readonly string[];
    }
  | { readonly outcome: 'refused'; readonly problems: readonly Problem[] };

/**
 * Converts contracts to the types of Bronze, the models of Silver and the batch views of Gold. The same contracts
 * give the same bytes.
 */
export function generateLakehouse({
  files,
  models: root,
}: GenerateLakehouseOptions): GenerateLakehouseResult {
  const { contracts, problems } = uniteVersions(files);
  const made = contracts.map(toSilverTable);
  const tables = made.flatMap(({ table }) => (table === undefined ? [] : [table]));
  const all = [...problems, ...made.flatMap((one) => one.problems), ...checkNames(tables)];
  if (all.length > 0) return { outcome: 'refused', problems: all };

  const texts = new Map<string, string>();
  const readers = new Map<string, readonly string[]>();
  const sources = new Set<string>();
  const windows = join(root, 'gold', 'windows');
  for (const table of tables) {
    const folder = join(root, 'silver', table.contract.source);
    sources.add(folder);
    const { name, metadata } = table.contract;
    const models = [
      ...writeModels(table),
      ...arrayWays(table).map((way) => [way.last.table, writeArrayModel(way)] as const),
    ];
    readers.set(
      name,
      models.map(([, text]) => text),
    );
    for (const [model, text] of models) texts.set(join(folder, `${model}.sql`), text);
    texts.set(join(folder, `${rejectedTable(name)}.sql`), writeRejectedModel(table.contract));
    if (metadata.windows !== undefined)
      texts.set(join(windows, `${windowTable(name)}.sql`), writeWindowModel(table, metadata.windows));
  }
  texts.set(join(root, 'generated', 'batch-checks.json'), writeBatchChecks());
  texts.set(join(root, 'generated', 'bronze.json'), writeBronze(contracts, readers));
  return {
    outcome: 'generated',
    files: texts,
    ownedFolders: [
      join(root, 'generated'),
      ...sources,
      ...formerSources(join(root, 'silver'), sources),
      windows,
    ],
  };
}

/** The texts of a record's own tables by name: its events, or its history with the table of changes. */
function writeModels(table: SilverTable): readonly (readonly [string, string])[] {
  const { name, metadata } = table.contract;
  const { history } = metadata;
  const key = table.columns.find(({ pointer }) => pointer === history?.key);
  if (!history || !key) return [[name, writeEventModel(table)]];
  return [
    [changesTable(name), writeChangesModel(table, key, history)],
    [name, writeHistoryModel(table, key, history)],
  ];
}
