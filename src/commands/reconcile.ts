import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type PartitionAccount, reconcile } from '../lib/landing/reconcile';
import { openHubs } from '../lib/event-log/event-hub-client';
import { openBronze } from '../lib/landing/store';
import { createPlatform } from '../lib/platform/platform';
import { isSource, type Source, SOURCES } from '../lib/contracts/source';
import { toAccountLines } from './account-table';
import { ProofFile } from './proof-file';
import { ProgressLine } from './progress-line';
import { runCommand } from './run-command';

const USAGE = `Usage: node dist/commands/reconcile.js [options]

Reconciles the hubs and the lake of the environment's settings, local or in Azure.

  --sources LIST  Sources, comma-separated. Default: all.
  --wait SECONDS  How long events before the cut may take to land, without a new slot. Default: 30.
  --proofs FILE   Keeps what was read, so that the next run reads new and changed slots only.
  --full          Reads all slots in spite of --proofs.
  --json          Prints the counts as JSON, and no progress.

Exit code 0 if all counts agree, 1 if they do not, 2 if they could not be read.`;

const platform = createPlatform();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      sources: { type: 'string' },
      wait: { type: 'string', default: '30' },
      proofs: { type: 'string' },
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const sources = toSources(values.sources);
  const idleMilliseconds = toMilliseconds(values.wait);
  const { hub } = platform.use(openHubs);
  const slots = platform.use(openBronze);
  const proofs = values.proofs === undefined ? undefined : new ProofFile(values.proofs);
  const accounts: PartitionAccount[] = [];
  const progress = new ProgressLine(process.stderr);
  const { clean } = await reconcile({
    sources,
    hub,
    slots,
    ...(proofs !== undefined && { proofs: values.full ? withoutProofs(proofs) : proofs }),
    wait: { idleMilliseconds, pause: delay },
    onCut: (received) => {
      if (values.json) return;
      progress.print(
        `Checking the ${received.toLocaleString('en-US')} events that the hubs have received until now …`,
      );
    },
    onProgress: ({ source, partition, read, of }) => {
      if (values.json) return;
      progress.update(
        `${source}, partition ${partition}: ${read.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} events`,
      );
    },
    onAccount: (account) => accounts.push(account),
  });
  progress.clear();
  if (values.json) console.log(JSON.stringify({ clean, accounts }, null, 2));
  else console.log(toAccountLines(accounts).join('\n'));
  return clean ? 0 : 1;
}

/** Writes proofs, but reads none. */
function withoutProofs(proofs: ProofFile): Pick<ProofFile, 'read' | 'write'> {
  return {
    read: () => undefined,
    write: (partition, proof) => {
      proofs.write(partition, proof);
    },
  };
}

function toMilliseconds(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 0 && text.trim() !== '') return 1000 * seconds;
  throw new Error(`--wait: '${text}' is not a number of seconds, such as 30`);
}

function toSources(text: string | undefined): readonly Source[] {
  if (text === undefined) return SOURCES;
  return text.split(',').map((name) => {
    if (!isSource(name)) throw new Error(`--sources: '${name}' is not a source; use ${SOURCES.join(', ')}`);
    return name;
  });
}

runCommand(main, () => platform.close());
