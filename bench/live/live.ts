import { setTimeout as pause } from 'node:timers/promises';
import { startLoad } from '../load/load';
import { quantile } from '../shared/statistics';
import { grouped, toTable } from '../shared/table';
import { startBenchStack } from '../stack/bench-stack';
import { startRowReceiver } from './row-receiver';
import { openWatchedPage, type WatchedPage } from './watched-page';

const RATE = 2000;
const RECORDS_PER_REQUEST = 50;
const PROBE_MILLISECONDS = 250;
/** Greater than any simulated delay, so that the greatest delay of the chart identifies the probe in it. */
const FIRST_DELAY_MINUTES = 100_000;
/** Time after the last probe until the measurement ends. */
const SETTLE_MILLISECONDS = 15_000;

export interface LiveFigures {
  readonly eventsPerSecond: number;
  readonly probes: number;
  /** Windows that the sink received, each change counted. */
  readonly received: number;
  /** From the 202 of a probe to its window at the sink; milliseconds. */
  readonly toSink: DelayFigures;
  /** From the 202 to the page that shows it; undefined without a browser. */
  readonly toPage: DelayFigures | undefined;
  /** Bytes over the network, with assets. */
  readonly pageBytes: number | undefined;
  readonly firstContentfulPaint: number | undefined;
}

interface DelayFigures {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * HTTP → hub → live windows → sink and page, with a load of 2,000 events a second of all sources. Probes are
 * shipments of one partition key, so a visible probe implies that all earlier ones were visible.
 */
export async function benchLive({
  quick,
  print,
}: {
  readonly quick: boolean;
  readonly print: (line: string) => void;
}): Promise<LiveFigures> {
  const receiver = await startRowReceiver();
  const stack = await startBenchStack({
    withLakehouse: true,
    settings: {
      LIVE_SINKS: 'eventstream',
      LIVE_DELIVER_SCHEDULE: '*/3 * * * * *',
      Eventstream: receiver.connectionString,
      POWER_BI_SEMANTIC_MODEL_ID: '',
    },
  });
  const seconds = quick ? 15 : 60;
  let page: WatchedPage | undefined;
  try {
    page = await openWatchedPage(
      `${stack.baseUrl}/api/monitor#/windows?view=logistics_shipment&value=delay_minutes_maximum`,
    );
    const load = await startLoad({
      baseUrl: stack.baseUrl,
      workload: 'mix',
      events: RATE * seconds,
      seed: 3,
      ofNow: true,
      recordsPerRequest: RECORDS_PER_REQUEST,
      inFlight: 8,
      eventsPerSecond: RATE,
    });
    const sending = load.send();
    const accepted = await sendProbes(stack.baseUrl, seconds);
    const report = await sending;
    load.close();
    await pause(SETTLE_MILLISECONDS);
    stack.assertUndisturbed();
    const seen = (await page?.seen()) ?? [];
    const figures: LiveFigures = {
      eventsPerSecond: (report.events * 1000) / (report.lastAcceptedAt - report.firstPostAt),
      probes: accepted.length,
      received: receiver.count(),
      toSink: toFigures(
        accepted.map((at, index) => delay(at, receiver.arrivals.get(carrierOf(index)), index)),
      ),
      toPage:
        page &&
        toFigures(
          accepted.map((at, index) =>
            delay(at, seen.find(([value]) => value >= FIRST_DELAY_MINUTES + index)?.[1], index),
          ),
        ),
      pageBytes: page?.transferredBytes,
      firstContentfulPaint: page?.firstContentfulPaint,
    };
    for (const line of toLines(figures)) print(line);
    return figures;
  } finally {
    await page?.close();
    await stack.close();
    await receiver.close();
  }
}

/** One at a time, at a constant rate. Records when each was accepted. */
async function sendProbes(baseUrl: string, seconds: number): Promise<number[]> {
  const accepted: number[] = [];
  const startedAt = Date.now();
  // The first second is for the load to start.
  for (let index = 0; index < (seconds - 2) * (1000 / PROBE_MILLISECONDS); index++) {
    await pause(Math.max(0, startedAt + 1000 + index * PROBE_MILLISECONDS - Date.now()));
    const response = await fetch(`${baseUrl}/api/ingest/logistics/shipment`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'return=minimal' },
      body: JSON.stringify({
        shipmentEventId: `probe-${startedAt}-${index}`,
        shipmentId: 'probe',
        carrierCode: carrierOf(index),
        mode: 'road',
        origin: { siteCode: 'HAM' },
        destination: { siteCode: 'MUC' },
        status: 'in-transit',
        occurredAt: new Date().toISOString(),
        delayMinutes: FIRST_DELAY_MINUTES + index,
      }),
    });
    if (response.status !== 202) throw new Error(`the response to a probe was ${response.status}`);
    accepted.push(performance.timeOrigin + performance.now());
  }
  return accepted;
}

function carrierOf(index: number): string {
  return `probe-${index}`;
}

function delay(acceptedAt: number, seenAt: number | undefined, index: number): number {
  if (seenAt === undefined) throw new Error(`probe ${index} did not appear`);
  return seenAt - acceptedAt;
}

function toFigures(values: readonly number[]): DelayFigures {
  return { p50: quantile(values, 0.5), p99: quantile(values, 0.99), max: quantile(values, 1) };
}

function toLines({
  eventsPerSecond,
  probes,
  received,
  toSink,
  toPage,
  pageBytes,
  firstContentfulPaint,
}: LiveFigures): string[] {
  const row = (name: string, { p50, p99, max }: DelayFigures): string[] => [
    name,
    ...[p50, p99, max].map((value) => `${grouped(Math.round(value))} ms`),
  ];
  return [
    '',
    `live windows at ${grouped(Math.round(eventsPerSecond))} events/s, ${probes} probes`,
    ...toTable(
      ['from the 202', 'p50', 'p99', 'max'],
      [
        row('to the window at the sink', toSink),
        ...(toPage === undefined ? [] : [row('to the page', toPage)]),
      ],
    ),
    `the sink received ${grouped(received)} windows`,
    ...(pageBytes === undefined
      ? ['no browser was found: the page was not measured']
      : [
          `page: ${grouped(pageBytes)} bytes over the network, first contentful paint after ${grouped(Math.round(firstContentfulPaint ?? NaN))} ms`,
        ]),
  ];
}
