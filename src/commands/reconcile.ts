import { parseArgs } from 'node:util';
import { type PartitionAccount, reconcile } from '../lib/landing/reconcile';
import { openHubs } from '../lib/event-log/event-hub-client';
import { openBronze } from '../lib/landing/store';
import { createPlatform } from '../lib/platform/platform';
import { isSource, type Source, SOURCES } from '../lib/contracts/source';
import { toAccountLines } from './account-table';

const platform = createPlatform();

/**
 * Reconciles the hubs and the lake of the environment's settings, local or in Azure: `node
 * dist/src/commands/reconcile.js [--sources iot,logistics] [--json]`.
 *
 * Exit code 0 if all counts agree, 1 if they do not, 2 if they could not be read.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { sources: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const sources = toSources(values.sources);
  const { hub } = platform.use(openHubs);
  const slots = platform.use(openBronze);
  const accounts: PartitionAccount[] = [];
  const { clean } = await reconcile({ sources, hub, slots, onAccount: (account) => accounts.push(account) });
  if (values.json) console.log(JSON.stringify({ clean, accounts }, null, 2));
  else console.log(toAccountLines(accounts).join('\n'));
  return clean ? 0 : 1;
}

function toSources(text: string | undefined): readonly Source[] {
  if (text === undefined) return SOURCES;
  return text.split(',').map((name) => {
    if (!isSource(name)) throw new Error(`--sources: '${name}' is not a source; use ${SOURCES.join(', ')}`);
    return name;
  });
}

main()
  .finally(() => platform.close())
  .then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 2;
    },
  );
