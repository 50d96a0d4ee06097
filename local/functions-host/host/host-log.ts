import { type RpcLogLevel } from '../worker/core-types';

/** One line of the host's log. */
export interface LogRecord {
  readonly time: Date;
  readonly level: RpcLogLevel;
  /** Such as `Function.land-iot.User` or `Host.EventHubs`; host.json `logging.logLevel` filters by it. */
  readonly category: string;
  readonly message: string;
  readonly invocationId?: string;
}

export type LogSink = (record: LogRecord) => void;

export const LOG_LEVELS: readonly RpcLogLevel[] = [
  'trace',
  'debug',
  'information',
  'warning',
  'error',
  'critical',
  'none',
];

/**
 * The host's log. It filters by host.json `logging.logLevel`, where the longest matching category prefix
 * applies.
 */
export class HostLog {
  readonly #sink: LogSink;
  readonly #rules: readonly (readonly [prefix: string, rank: number])[];
  readonly #ranks = new Map<string, number>();

  constructor({ sink, logLevels }: { sink: LogSink; logLevels: Readonly<Record<string, string>> }) {
    this.#sink = sink;
    this.#rules = Object.entries({ default: 'Information', ...logLevels })
      .map(([category, level]) => [category === 'default' ? '' : category, rankOf(level)] as const)
      .sort(([a], [b]) => b.length - a.length);
  }

  write(level: RpcLogLevel, category: string, message: string, invocationId?: string): void {
    if (LOG_LEVELS.indexOf(level) < this.#minRank(category)) return;
    this.#sink({
      time: new Date(),
      level,
      category,
      message,
      ...(invocationId === undefined ? {} : { invocationId }),
    });
  }

  #minRank(category: string): number {
    let rank = this.#ranks.get(category);
    if (rank === undefined) {
      rank = this.#rules.find(([prefix]) => category.startsWith(prefix))?.[1] ?? rankOf('Information');
      this.#ranks.set(category, rank);
    }
    return rank;
  }
}

/** Writes each record as a line to standard error, because standard output is for the ready line. */
export const standardErrorLog: LogSink = ({ time, level, category, message }) => {
  process.stderr.write(`${time.toISOString()} ${level} [${category}] ${message}\n`);
};

function rankOf(level: string): number {
  return LOG_LEVELS.indexOf(level.toLowerCase() as RpcLogLevel);
}
