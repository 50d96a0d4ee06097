import { writeExactJson } from '../kit';
import {
  type QuarantineDetails,
  type QuarantineList,
  type QuarantineRecord,
  type QuarantineReopenReport,
  type QuarantineReplayReport,
  type ReplayRejection,
} from '../../monitor/data/api';
import { toTableText } from './text-table';

/** How many results of a replay are printed; those that failed come first. */
const MAX_PRINTED = 20;

/** Returns the reasons with their counts, then the newest records. */
export function toListLines({ counts, total, records, next }: QuarantineList): string[] {
  if (total === 0) return ['No quarantined record matches.'];
  return [
    `${total} ${total === 1 ? 'record' : 'records'}`,
    '',
    ...toTableText({
      rows: [
        ['SOURCE', 'CONTRACT', 'CODE', 'RECORDS'],
        ...counts.map(({ source, contract, code, records: number }) => [
          source,
          contract ?? '-',
          code,
          String(number),
        ]),
      ],
    }),
    '',
    ...toTableText({
      rows: [
        ['ENQUEUED', 'ID', 'STATE', 'TRIES', 'WHY'],
        ...records.map((record) => [
          toTime(record.enqueuedTime),
          record.id,
          record.state,
          String(record.attempts),
          toWhy(record),
        ]),
      ],
    }),
    ...(next === null ? [] : ['', `… and ${total - records.length} more; --limit shows up to 200`]),
  ];
}

/** Returns all details of one record. */
export function toRecordLines(record: QuarantineDetails): string[] {
  const { contract, version, contentType, properties, event, text, base64, replays } = record;
  return [
    ...toTableText({
      rows: [
        ['id', record.id],
        ['contract', contract === null ? 'unknown' : `${contract} version ${version}`],
        ['enqueued', toTime(record.enqueuedTime)],
        ['slot', record.slot],
        ['bytes', String(record.bytes)],
        ...(contentType === null ? [] : [['content type', contentType]]),
        ['state', record.replayedAt === null ? record.state : `replayed ${toTime(record.replayedAt)}`],
        ['attempts', String(record.attempts)],
        ...(record.reopenedAt === null ? [] : [['reopened', toTime(record.reopenedAt)]]),
      ],
    }),
    '',
    ...record.rejections.map(toRejectionLine),
    ...(properties === null ? [] : ['', writeExactJson(properties, 2)]),
    '',
    ...toContentLines(event, text),
    ...(base64 === undefined ? [] : ['', base64]),
    ...(replays.length === 0
      ? []
      : [
          '',
          ...toTableText({
            rows: replays.map(({ replay, at, by, published, rejected }) => [
              'replay',
              replay,
              toTime(at),
              by ?? '-',
              `${published} published, ${rejected} rejected`,
            ]),
          }),
        ]),
  ];
}

/** Returns what a replay did, with the records that were not published first. */
export function toReplayLines(report: QuarantineReplayReport): string[] {
  const { results, dryRun, matched, published, rejected, skipped, failed, remaining, exhausted } = report;
  const wrong = results.filter(({ outcome }) => outcome !== 'published' && outcome !== 'would-publish');
  const shown = [...wrong, ...results.filter((result) => !wrong.includes(result))].slice(0, MAX_PRINTED);
  const counts = [
    `${published} ${dryRun ? 'would be published' : 'published'}`,
    `${rejected} rejected`,
    `${skipped} skipped`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(remaining === 0 ? [] : [`${remaining} remaining`]),
  ];
  return [
    ...toTableText({
      rows: shown.map(({ id, outcome, after }) => [
        outcome,
        id,
        after?.rejections.map(toRejectionLine).join(' ') ?? '',
      ]),
    }),
    ...(results.length > shown.length ? [`… and ${results.length - shown.length} more`] : []),
    ...(results.length === 0 ? [] : ['']),
    `${matched} matched: ${counts.join(', ')}.`,
    ...(exhausted === 0 ? [] : [toExhaustedLine(exhausted)]),
    ...(report.replay === null ? ['Nothing was changed.'] : [`Replay ${report.replay}.`]),
  ];
}

/** Returns what a reopening did. */
export function toReopenLines({ matched, reopened, unchanged, replayed }: QuarantineReopenReport): string[] {
  return [
    `${matched} matched: ${reopened} opened again, ${unchanged} without attempts.`,
    ...(replayed === 0
      ? []
      : [`${replayed} already in the hub again; \`replay --id … --again\` publishes them once more.`]),
  ];
}

function toExhaustedLine(exhausted: number): string {
  const [records, were] =
    exhausted === 1 ? ['1 skipped record', 'was'] : [`${exhausted} skipped records`, 'were'];
  return `${records} ${were} tried too often with this fix. Use another fix, or \`npm run quarantine -- reopen\` with the same selection.`;
}

function toContentLines(event: unknown, text: string | null): string[] {
  if (event !== null) return writeExactJson(event, 2).split('\n');
  return [text ?? 'The content is not shown; --bytes prints it as it came, in base64.'];
}

function toWhy({ codes, rejections }: QuarantineRecord): string {
  const [first] = rejections;
  const more = codes.length > 1 ? ` (+${codes.length - 1})` : '';
  return first === undefined ? codes.join(', ') : `${first.code} ${first.path}${more}`.trimEnd();
}

function toRejectionLine({ code, message }: ReplayRejection): string {
  return `${code}: ${message}`;
}

function toTime(time: string): string {
  return time.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}
