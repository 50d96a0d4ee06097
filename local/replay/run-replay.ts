import { type MappedRow } from './mapping/compile-mapping';
import { type Input, type InputRow } from './read/input';
import { isSimulated, watchLanding } from './report/landing';
import { showProgress } from './report/progress';
import { type Report, toReport } from './report/report';
import { createIngestClient, type OnReject } from './send/ingest-client';
import { replayRows } from './send/replay-rows';
import { ReplayTotals } from './send/totals';

export interface ReplayOptions {
  readonly input: Input;
  readonly source: string;
  readonly event: string;
  /** Makes records of rows. Without it, rows are sent unchanged. */
  readonly map?: ((row: InputRow) => MappedRow) | undefined;
  /** @default every row */
  readonly limit?: number | undefined;
  /** Maximum of records a request. @default 2000 */
  readonly batchSize?: number;
  /** @default 3 */
  readonly inFlight?: number;
  /** Limit. @default no limit */
  readonly recordsPerSecond?: number | undefined;
  /** @default false */
  readonly allowRejected?: boolean;
  /** @default `answer` */
  readonly onReject?: OnReject;
  /** Such as `http://127.0.0.1:7071/api`. */
  readonly apiUrl: string;
  /** Function key. */
  readonly key?: string | undefined;
  /** Settings of a stack with readable hubs and lake. Without them the replay does not wait for Bronze. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/**
 * Sends the records of a file to a function app. If its lake can be read, waits until they are in Bronze.
 *
 * @throws StandInError `option_invalid`
 */
export async function runReplay({
  input,
  source,
  event,
  map,
  limit = Infinity,
  batchSize = 2000,
  inFlight = 3,
  recordsPerSecond = Infinity,
  allowRejected = false,
  onReject,
  apiUrl,
  key,
  settings,
  signal,
  print,
}: ReplayOptions): Promise<Report> {
  const header = map === undefined ? input.header : undefined;
  const totals = new ReplayTotals();
  const client = createIngestClient({
    apiUrl,
    source,
    event,
    contentType: header === undefined ? 'application/x-ndjson' : 'text/csv',
    separator: header === undefined ? undefined : input.separator,
    onReject,
    key,
    connections: inFlight,
  });
  const landing = settings === undefined ? undefined : await watchLanding(settings, source);
  try {
    const started = performance.now();
    const secondsSince = (): number => (performance.now() - started) / 1000;
    const progress = showProgress({ totals, limit, fractionRead: input.fractionRead });
    const told = new Set<string>();
    let ended: string | undefined;
    try {
      ended = await replayRows({
        rows: input.rows,
        map,
        limit,
        batchSize,
        totals,
        client,
        header,
        inFlight,
        recordsPerSecond,
        signal,
        onRetry: (reason) => {
          if (!told.has(reason)) progress.print(`  ${reason}; sending again …`);
          told.add(reason);
        },
      });
    } finally {
      progress.stop();
    }
    const sendingSeconds = secondsSince();
    if (landing !== undefined) print('Waiting until everything is in Bronze …');
    const landed = await landing?.finish(() => undefined);
    return toReport({
      totals,
      sendingSeconds,
      ended,
      landing:
        landed === undefined
          ? undefined
          : {
              landed,
              seconds: secondsSince(),
              isSimulated: settings !== undefined && isSimulated(settings, source),
            },
      allowRejected,
    });
  } finally {
    await client.close();
    await landing?.close();
  }
}
