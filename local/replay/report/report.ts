import { grouped } from '../../cli/live-table';
import { type ReplayTotals } from '../send/totals';
import { type Landed } from './landing';

export interface ReportOptions {
  readonly totals: Omit<ReplayTotals, 'addExample'>;
  /** Seconds from the first request to the last response. */
  readonly sendingSeconds: number;
  /** Why the replay ended early. */
  readonly ended: string | undefined;
  /** What landed, if the replay waited for Bronze. */
  readonly landing?:
    | {
        readonly landed: Landed;
        /** Seconds from the first request until all events were in Bronze. */
        readonly seconds: number;
        /** The stack's simulator publishes to the same source. */
        readonly isSimulated: boolean;
      }
    | undefined;
  /** Whether a replay with rejected or unreadable records succeeds. */
  readonly allowRejected: boolean;
}

export interface Report {
  readonly lines: readonly string[];
  readonly succeeded: boolean;
}

/** Summarizes a replay and decides whether it succeeded. */
export function toReport({ totals, sendingSeconds, ended, landing, allowRejected }: ReportOptions): Report {
  const verdict =
    landing === undefined ? undefined : compareLanded(totals, landing.landed, landing.isSimulated);
  const lines = [
    line('read', totals.read, 'rows'),
    ...(totals.unreadable > 0 ? [line('unreadable', totals.unreadable, 'not sent')] : []),
    line(
      'sent',
      totals.settled,
      `${grouped(totals.requests)} ${totals.requests === 1 ? 'request' : 'requests'}, ${pace(totals.settled, sendingSeconds)}`,
    ),
    line('accepted', totals.accepted),
    line('rejected', totals.rejected, toRejectedNote(totals)),
    line('failed', totals.failed),
    ...(totals.retries > 0
      ? [line('retries', totals.retries, 'only records without a result were sent again')]
      : []),
    ...(landing === undefined
      ? []
      : [
          line(
            'landed',
            countOf(landing.landed),
            `in Bronze, ${pace(countOf(landing.landed), landing.seconds)} from the first request`,
          ),
          line('quarantined', landing.landed.quarantined, 'of the landed events'),
        ]),
    ...totals.examples.map(({ row, reason }) => `  row ${grouped(row)}: ${reason}`),
    ...(ended === undefined ? [] : [`Ended early: ${ended}`]),
    ...(verdict === undefined ? [] : [verdict.sentence]),
  ];
  const isClean = totals.rejected + totals.unreadable === 0 || allowRejected;
  return {
    lines,
    succeeded: isClean && totals.failed === 0 && ended === undefined && verdict?.holds !== false,
  };
}

/** Compares the responses of the app with the events in Bronze. */
export function compareLanded(
  { accepted, quarantined, uncertain }: Pick<ReplayTotals, 'accepted' | 'quarantined' | 'uncertain'>,
  landed: Landed,
  simulated: boolean,
): { readonly holds: boolean; readonly sentence: string } {
  const count = countOf(landed);
  const sent = accepted + quarantined;
  const extra = count - sent;
  if (landed.missing > 0 || extra < 0) {
    return {
      holds: false,
      sentence: `Landed ${grouped(count)} of ${grouped(sent)}: ${grouped(Math.max(landed.missing, -extra))} did not land in Bronze; see the logs in the data folder.`,
    };
  }
  if (simulated) {
    return {
      holds: true,
      sentence: `Landed ${grouped(count)}, of which ${grouped(sent)} are from this replay: the simulator of this source runs as well. For an exact count, use npm start -- --rate 0.`,
    };
  }
  if (extra === 0) return { holds: true, sentence: `Landed exactly ${grouped(sent)}.` };
  if (extra <= uncertain) {
    return {
      holds: true,
      sentence: `Landed ${grouped(count)}: the ${grouped(sent)} that this replay sent, and ${grouped(extra)} duplicates of requests that got no response and were sent again. Silver merges them by id.`,
    };
  }
  return {
    holds: true,
    sentence: `Landed ${grouped(count)}, ${grouped(extra)} more than this replay sent: another client publishes to this source.`,
  };
}

/** Says how many rejected records are in no quarantine, because nothing else keeps them. */
function toRejectedNote({
  rejected,
  quarantined,
}: Pick<ReplayTotals, 'rejected' | 'quarantined'>): string | undefined {
  if (rejected === 0) return undefined;
  if (quarantined === rejected) return 'all of them for the quarantine';
  if (quarantined > 0) return `${grouped(quarantined)} of them for the quarantine`;
  return 'in no quarantine; --on-reject quarantine puts them there';
}

const countOf = ({ accepted, quarantined }: Landed): number => accepted + quarantined;

function pace(count: number, seconds: number): string {
  return `${seconds.toFixed(1)} s, ${grouped(seconds > 0 ? count / seconds : 0)} events/s`;
}

function line(name: string, count: number, note?: string): string {
  return `  ${name.padEnd(12)}${grouped(count).padStart(12)}${note === undefined ? '' : `   ${note}`}`;
}
