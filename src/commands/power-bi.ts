import { parseArgs } from 'node:util';
import { createDataset } from '../lib/live/sinks/power-bi/create-dataset';
import { createCredential } from '../lib/platform/azure/credential';
import { createPlatform } from '../lib/platform/platform';
import { openSemanticModel } from '../lib/refresh/clients/power-bi-refresh-client';
import { createRegistry } from '../lib/contracts/registry';
import { toPowerBiTable } from '../lib/live/sinks/power-bi/to-power-bi-table';
import { viewsOf } from '../lib/live/windows/view';
import { SINKS, type SinksConfig } from '../lib/live/sinks/settings';
import { runCommand } from './run-command';

const platform = createPlatform();

const USAGE = `usage: node dist/commands/power-bi.js COMMAND [options]

  create [--workspace ID] [--name NAME] [--add-tables] [--json]
           Creates the push dataset of live windows.
           Updates it from the contracts if one with this name exists.
           --add-tables also adds tables, which only the local Power BI allows.
           Prints the settings to set.
  refresh  Requests a refresh of Gold's semantic model.
  status   Prints the newest refresh of Gold's semantic model.`;

/**
 * Manages the Power BI workspace of the environment's settings, local or in Azure.
 *
 * Exit code 0 on success, 1 if the newest refresh failed, 2 if the command failed.
 */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      workspace: { type: 'string' },
      name: { type: 'string' },
      'add-tables': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [command, ...others] = positionals;
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (others.length > 0) throw new Error(`unexpected arguments "${others.join(' ')}"\n\n${USAGE}`);
  const { workspace, name, json, 'add-tables': addTables } = values;
  if (command !== 'create' && (workspace !== undefined || name !== undefined || json || addTables))
    throw new Error(`--workspace, --name, --add-tables and --json are options of create\n\n${USAGE}`);
  const { sinks } = platform.settings({ sinks: SINKS });
  switch (command ?? '') {
    case 'create':
      return create(sinks, {
        json,
        addTables,
        ...(workspace !== undefined && { workspace }),
        ...(name !== undefined && { name }),
      });
    case 'refresh':
      return refresh();
    case 'status':
      return status();
    default:
      throw new Error(`unknown command "${command ?? ''}"\n\n${USAGE}`);
  }
}

interface CreateValues {
  readonly workspace?: string;
  readonly name?: string;
  /** Prints only `{datasetId, workspaceId, outcome}`, for programs. */
  readonly json: boolean;
  readonly addTables: boolean;
}

async function create(
  { powerBi }: SinksConfig,
  { workspace, name = 'Sluice live windows', json, addTables }: CreateValues,
): Promise<number> {
  const workspaceId = workspace ?? powerBi.workspaceId;
  if (workspaceId === undefined)
    throw new Error('set the workspace: --workspace ID, or POWER_BI_WORKSPACE_ID');
  const tables = viewsOf(createRegistry()).map((view) => toPowerBiTable(view.name, view.windows));
  const { datasetId, outcome } = await createDataset({
    endpoint: powerBi.endpoint,
    credential: createCredential(powerBi.clientId),
    workspaceId,
    name,
    tables,
    addTables,
  });
  if (json) {
    console.log(JSON.stringify({ workspaceId, datasetId, outcome }));
    return 0;
  }
  console.log(`The dataset "${name}" ${outcome === 'created' ? 'was created' : 'is up to date'}:`);
  for (const table of tables) console.log(`  ${table.name}: ${table.columns.length} columns`);
  console.log('\nSettings to set:');
  console.log('  LIVE_SINKS=power-bi');
  console.log('  LIVE_DELIVER_SCHEDULE=*/10 * * * * *');
  console.log(`  POWER_BI_WORKSPACE_ID=${workspaceId}`);
  console.log(`  POWER_BI_DATASET_ID=${datasetId}`);
  return 0;
}

async function refresh(): Promise<number> {
  await semanticModel().start();
  console.log('Power BI accepted the request; `status` shows its progress.');
  return 0;
}

async function status(): Promise<number> {
  const latest = await semanticModel().latest();
  if (latest === undefined) {
    console.log('The semantic model was never refreshed.');
    return 0;
  }
  const { outcome, startedAt, endedAt, message } = latest;
  console.log(
    `${outcome}, from ${startedAt} to ${endedAt ?? 'now'}${message === null ? '' : `: ${message}`}`,
  );
  return outcome === 'failed' ? 1 : 0;
}

function semanticModel(): NonNullable<ReturnType<typeof openSemanticModel>> {
  const model = platform.use(openSemanticModel);
  if (model === undefined)
    throw new Error('set the semantic model: POWER_BI_WORKSPACE_ID and POWER_BI_SEMANTIC_MODEL_ID');
  return model;
}

runCommand(main);
