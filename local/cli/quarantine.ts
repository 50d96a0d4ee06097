import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { writeExactJson } from '../kit';
import { readStackFile } from '../stack/stack-file';
import { dataOption } from './data-folder';
import { QuarantineClient } from './quarantine-client';
import { toFilter } from './quarantine-filter';
import { toListLines, toRecordLines, toReopenLines, toReplayLines } from './quarantine-lines';
import { toReplayBody } from './quarantine-replay-body';
import { runProgram } from './run-command';

interface CommonOptions {
  readonly data: string;
  readonly url?: string;
  readonly key?: string;
  readonly json: boolean;
}

interface FilterOptions {
  readonly source?: string;
  readonly contract?: string;
  readonly code?: string;
  readonly from?: string;
  readonly to?: string;
}

interface SelectOptions extends FilterOptions {
  readonly id?: readonly string[];
  readonly all: boolean;
}

interface ReplayOptions extends SelectOptions {
  readonly patch?: string;
  readonly version?: number;
  readonly event?: string;
  readonly dryRun: boolean;
  readonly again: boolean;
  readonly limit?: number;
}

const program = new Command('npm run quarantine --')
  .description(
    'Lists, shows, replays and reopens quarantined records through the HTTP API of a function app.',
  )
  .addOption(dataOption('data folder of the running stack'))
  .option('--url <address>', 'address of another function app, such as http://127.0.0.1:7071')
  .option('--key <key>', 'function key of that app')
  .option('--json', 'print the response as JSON', false)
  .showHelpAfterError();

withFilter(program.command('list').description('Lists reasons with their counts, and the newest records.'))
  .option('--state <state>', 'open, replayed or all', 'open')
  .option('--limit <records>', 'number of records to list', '20')
  .action(async (options: FilterOptions & { readonly state: string; readonly limit: string }) => {
    const { source, contract, code, from, to, state, limit } = options;
    const listed = await open().list({ source, contract, code, from, to, state, limit });
    print(listed, toListLines(listed));
  });

program
  .command('show <id>')
  .description('Shows one record: its rejections, its slot and its masked content.')
  .option('--bytes', 'also print the original bytes in base64, unmasked', false)
  .action(async (id: string, { bytes }: { readonly bytes: boolean }) => {
    const record = await open().read(id, bytes);
    print(record, toRecordLines(record));
  });

withSelection(
  program
    .command('replay')
    .description(
      'Validates records again and publishes those that match their contract. Exit code 1: a record was rejected or failed, or some remain.',
    ),
)
  .option('--patch <json>', 'JSON Patch (RFC 6902) to apply to the event, or a file with one')
  .option('--version <n>', 'contract version to set in the events', parseCount)
  .option('--event <json>', 'event that replaces the record of --id, or a file with one')
  .option('--dry-run', 'validate only, publish nothing', false)
  .option('--again', 'include records of --id that were already replayed', false)
  .option('--limit <records>', 'number of records to replay, at most 1000', parseCount)
  .action(async ({ id, patch, event, ...options }: ReplayOptions) => {
    const report = await open().replay(
      toReplayBody({
        ...options,
        ids: id,
        patch: patch === undefined ? undefined : readJson(patch),
        event: event === undefined ? undefined : readJson(event),
      }),
    );
    print(report, toReplayLines(report));
    if (report.rejected + report.failed + report.remaining > 0) process.exitCode = 1;
  });

withSelection(
  program
    .command('reopen')
    .description(
      'Opens records again that were tried too often with the same fix. Another fix needs none of this.',
    ),
).action(async ({ id, ...options }: SelectOptions) => {
  const report = await open().reopen(toFilter({ ...options, ids: id }));
  print(report, toReopenLines(report));
});

runProgram(program);

function withFilter(command: Command): Command {
  return command
    .option('--source <source>', 'such as iot')
    .option('--contract <type>', 'such as iot.telemetry')
    .option('--code <code>', 'such as contract.required')
    .option('--from <time>', 'enqueued at this time or later, such as 2026-11-21T06:00:00Z')
    .option('--to <time>', 'enqueued before this time');
}

function withSelection(command: Command): Command {
  return withFilter(command)
    .option(
      '--id <id>',
      'id of a record; can be repeated',
      (id: string, ids: readonly string[] | undefined) => [...(ids ?? []), id],
    )
    .option('--all', 'every open record, without a filter', false);
}

function open(): QuarantineClient {
  const { data, url, key } = program.opts<CommonOptions>();
  const baseUrl = url ?? readStackFile(resolve(data))?.baseUrl;
  if (baseUrl === undefined || baseUrl === '') {
    throw new Error(
      `no stack with a function app runs over ${data}: run \`npm start\` in another terminal, or use --url`,
    );
  }
  return new QuarantineClient(baseUrl, key);
}

function print(answer: unknown, lines: readonly string[]): void {
  const { json } = program.opts<CommonOptions>();
  console.log(json ? writeExactJson(answer, 2) : lines.join('\n'));
}

/** Returns the text of a JSON value, given directly or as the path of a file. */
function readJson(text: string): string {
  return /^\s*[[{]/.test(text) ? text : readFileSync(resolve(text), 'utf8');
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('enter a whole number from 1 to 9999');
  return Number(text);
}
