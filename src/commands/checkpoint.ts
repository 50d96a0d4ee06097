import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { advanceCheckpoints } from '../lib/checkpoint/advance-checkpoints';
import { AppSettingsClient } from '../lib/checkpoint/clients/app-settings-client';
import { createCredential } from '../lib/platform/azure/credential';
import { TriggerBlobs } from '../lib/checkpoint/clients/trigger-blobs';
import { openHubs } from '../lib/event-log/event-hub-client';
import { openBronze } from '../lib/landing/store';
import { EVENT_HUBS } from '../lib/platform/azure/connections';
import { CHECKPOINT } from '../lib/checkpoint/settings';
import { createPlatform } from '../lib/platform/platform';
import { functionNameOf, isSource, type Source, SOURCES } from '../lib/contracts/source';
import { runCommand } from './run-command';

const platform = createPlatform();

const USAGE = `usage: node dist/commands/checkpoint.js advance --source SOURCE [options]

  advance  moves checkpoints up to the end of Bronze, past events that the host cannot bind.
           It disables the function, waits until no host holds the partitions, and moves the checkpoints.
           Then it enables the function again.

  --source SOURCE   One of ${SOURCES.join(', ')}.
  --partition N     Only this partition. The option can be repeated.
  --dry-run         Reports the steps without doing anything.`;

/**
 * Moves checkpoints of the function app in the environment's settings, local or in Azure.
 *
 * Exit code 0 if the checkpoints are up to date, 2 if the command failed. It can then be run again.
 */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      source: { type: 'string' },
      partition: { type: 'string', multiple: true },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (positionals.join(' ') !== 'advance')
    throw new Error(`unknown command "${positionals.join(' ')}"\n\n${USAGE}`);
  const source = toSource(values.source);
  const { checkpoint, eventHubs } = platform.settings({ checkpoint: CHECKPOINT, eventHubs: EVENT_HUBS });
  const { hostStorage, functionApp } = checkpoint;
  if (functionApp === undefined)
    throw new Error(
      'set the function app: FUNCTION_APP_RESOURCE_ID=/subscriptions/…/providers/Microsoft.Web/sites/…',
    );
  if (hostStorage === undefined)
    throw new Error(
      'set the account of the Functions host: AzureWebJobsStorage__blobServiceUri=https://….blob.core.windows.net',
    );
  await advanceCheckpoints({
    trigger: toTrigger(source),
    partitions: toPartitions(values.partition),
    dryRun: values['dry-run'],
    hub: platform.use(openHubs).hub,
    slots: platform.use(openBronze),
    clock: platform.clock,
    state: new TriggerBlobs(hostStorage, eventHubs),
    app: new AppSettingsClient({ ...functionApp, credential: createCredential(undefined) }),
    pause: (milliseconds) => pause(milliseconds),
    say: (line) => {
      console.log(line);
    },
  });
  return 0;
}

function toSource(text: string | undefined): Source {
  if (text !== undefined && isSource(text)) return text;
  const what = text === undefined ? 'name one' : `'${text}' is not a source; use one`;
  throw new Error(`--source: ${what} of ${SOURCES.join(', ')}`);
}

function toTrigger(source: Source) {
  return { source, functionName: functionNameOf('land', source), consumerGroup: 'bronze' };
}

function toPartitions(texts: readonly string[] | undefined): readonly number[] | undefined {
  return texts?.map((text) => {
    if (!/^\d{1,4}$/.test(text)) throw new Error(`--partition: '${text}' is not a partition number`);
    return Number(text);
  });
}

runCommand(main, () => platform.close());
