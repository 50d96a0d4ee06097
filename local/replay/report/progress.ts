import { MultiBar } from 'cli-progress';
import { grouped } from '../../cli/live-table';
import { type ReplayTotals } from '../send/totals';

export interface ProgressOptions {
  readonly totals: Pick<ReplayTotals, 'read' | 'settled' | 'unreadable' | 'rejected' | 'failed'>;
  /** Limit of rows. */
  readonly limit: number;
  readonly fractionRead: () => number;
  /** @default process.stdout */
  readonly output?: NodeJS.WriteStream;
}

export interface Progress {
  /** Prints a permanent line. */
  print(line: string): void;
  stop(): void;
}

const LOOK_MILLISECONDS = 500;
/** Without a terminal, few lines keep a log readable. */
const LOOKS_PER_PLAIN_LINE = 20;

/** Shows a progress bar with the current rate on a terminal; elsewhere one line every ten seconds. */
export function showProgress({
  totals,
  limit,
  fractionRead,
  output = process.stdout,
}: ProgressOptions): Progress {
  const pace = createPace();
  const percent = (): number => {
    // Rows are read ahead of the answers to them.
    const settled = totals.read === 0 ? 0 : (totals.settled + totals.unreadable) / totals.read;
    return Math.floor(Math.min(1, Math.max(fractionRead(), totals.read / limit)) * settled * 100);
  };
  const problems = (): string => {
    const count = totals.rejected + totals.failed;
    return count === 0 ? '' : `, ${grouped(count)} not accepted`;
  };
  if (!output.isTTY) {
    let look = 0;
    const timer = setInterval(() => {
      const eventsPerSecond = pace(totals.settled);
      if (++look % LOOKS_PER_PLAIN_LINE > 0) return;
      output.write(
        `  ${grouped(totals.settled)} events, ${grouped(eventsPerSecond)} events/s, ${percent()} %${problems()}\n`,
      );
    }, LOOK_MILLISECONDS);
    return {
      print: (line) => {
        output.write(`${line}\n`);
      },
      stop: () => {
        clearInterval(timer);
      },
    };
  }
  const bars = new MultiBar({
    format: '  {bar} {percentage} %   {events} events, {pace} events/s{problems}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    stream: output,
  });
  const payload = (): object => ({
    events: grouped(totals.settled),
    pace: grouped(pace(totals.settled)),
    problems: problems(),
  });
  const bar = bars.create(100, 0, payload());
  const update = (): void => {
    bar.update(percent(), payload());
  };
  const timer = setInterval(update, LOOK_MILLISECONDS);
  return {
    print: (text) => {
      bars.log(`${text}\n`);
    },
    stop: () => {
      clearInterval(timer);
      update();
      bars.stop();
    },
  };
}

/** Returns a function that computes events a second over the last measurements. */
function createPace(): (count: number) => number {
  const looks: { readonly at: number; readonly count: number }[] = [];
  return (count) => {
    const at = performance.now();
    looks.push({ at, count });
    if (looks.length > 10) looks.shift();
    const [first] = looks;
    return first === undefined || at === first.at ? 0 : ((count - first.count) / (at - first.at)) * 1000;
  };
}
