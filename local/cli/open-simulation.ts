import { grouped } from './live-table';

/** What an opening publishes for each source, in words. The source logistics needs none: its orders are the shop's. */
const OPENS: Readonly<Record<string, (published: number) => string>> = {
  customers: (published) => `the profiles of ${grouped(published)} customers`,
  iot: (published) => `a reading of each of ${grouped(published)} devices`,
  ecommerce: (published) => `${grouped(published)} events of visits under way`,
};

/** What a simulation that continues publishes. The devices are known already. */
const CONTINUES: Readonly<Record<string, (published: number) => string>> = {
  customers: (published) => `${grouped(published)} customers who came or left in the pause`,
  ecommerce: (published) => `${grouped(published)} events of visits under way`,
};

/** Sources whose events refer to those of another source. */
const REFERENCES: readonly (readonly [source: string, to: string, effect: string])[] = [
  ['ecommerce', 'customers', 'orders name customers without a profile'],
  ['logistics', 'iot', 'shipments name trackers that never report'],
];

export interface Simulation {
  /** Names of the sources that are simulated. */
  readonly sources: readonly string[];
  /** Events a second over all of them. */
  readonly rate: number;
  readonly seed: number;
  /** Shares of faults from the command line; undefined for the app's defaults. */
  readonly faults: string | undefined;
}

/**
 * The default shares of the app (`DEFAULT_FAULTS`), in words. A test compares both.
 */
export const DEFAULT_FAULTS_IN_WORDS =
  'Of 1,000 simulated events, 10 come twice, 20 come late, 2 are not JSON, 5 break their contract, and 1 has an unknown type.';

/** Lines about what is simulated, before the first event. */
export function toSimulationLines({ sources, rate, seed, faults }: Simulation): string[] {
  if (rate === 0 || sources.length === 0) return ['  Nothing is simulated.', ''];
  const missing = REFERENCES.filter(([source, to]) => sources.includes(source) && !sources.includes(to));
  return [
    `  Simulated: ${sources.join(', ')}; ${rate} events a second in all, seed ${seed}.`,
    ...(faults === undefined
      ? [
          `  ${DEFAULT_FAULTS_IN_WORDS}`,
          '  They show what quarantine and Silver do with such events. `--faults none` leaves them out.',
        ]
      : [faults === 'none' ? '  No event is faulty on purpose.' : `  Faulty on purpose: ${faults}.`]),
    ...missing.map(([, to, effect]) => `  Without the source ${to}, ${effect}: a refresh warns about them.`),
  ];
}

export interface OpeningOptions {
  readonly baseUrl: string;
  readonly sources: readonly string[];
  /** When each source was simulated last; a source without a time opens for the first time. */
  readonly until: ReadonlyMap<string, Date>;
  /** Whether a simulated ERP system describes the products. */
  readonly hasErp: boolean;
  readonly fetch?: typeof fetch;
}

/**
 * Publishes what the first simulated events refer to: customers, devices, and visits under way. Only sources that are
 * simulated publish.
 *
 * @returns lines about the events; none without events
 * @throws Error if the app does not publish them
 */
export async function openSimulation(options: OpeningOptions): Promise<string[]> {
  const { sources, until, hasErp } = options;
  const opened = await Promise.all(
    sources.map(async (source) => {
      const since = until.get(source);
      const describe = (since === undefined ? OPENS : CONTINUES)[source];
      if (describe === undefined) return [];
      const published = await publish(options, source, since);
      return published === 0 ? [] : [describe(published)];
    }),
  );
  if (opened.flat().length === 0) return [];
  const isFirst = sources.some((source) => !until.has(source));
  return [
    `  The simulated company ${isFirst ? 'opens' : 'continues'}. It publishes first what its next events refer to:`,
    ...[...opened.flat(), ...(hasErp ? ['an ERP system with all products'] : [])].map(
      (part) => `    ${part}`,
    ),
    '',
  ];
}

async function publish(
  { baseUrl, fetch: send = fetch }: OpeningOptions,
  source: string,
  since: Date | undefined,
): Promise<number> {
  const query = new URLSearchParams({ population: 'all' });
  if (since !== undefined) query.set('since', since.toISOString());
  const response = await send(`${baseUrl}/api/simulate/${source}?${query.toString()}`, { method: 'POST' });
  if (!response.ok)
    throw new Error(
      `the first events of ${source} could not be published: ${response.status} ${await response.text()}`,
    );
  return ((await response.json()) as { published: number }).published;
}
