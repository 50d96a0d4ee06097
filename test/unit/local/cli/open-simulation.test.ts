import {
  DEFAULT_FAULTS_IN_WORDS,
  openSimulation,
  toSimulationLines,
} from '../../../../local/cli/open-simulation';
import { DEFAULT_FAULTS } from '../../../../src/lib/simulate/faults';

const ALL = ['iot', 'ecommerce', 'customers', 'logistics'];
const COUNTS: Readonly<Record<string, number>> = { iot: 640, ecommerce: 312, customers: 9237 };

/** Opens a simulation over an app that answers with {@link COUNTS}. */
async function open(
  sources: readonly string[],
  until: ReadonlyMap<string, Date> = new Map(),
  hasErp = false,
) {
  const requests: string[] = [];
  const lines = await openSimulation({
    baseUrl: 'http://127.0.0.1:7071',
    sources,
    until,
    hasErp,
    fetch: (input) => {
      const { pathname, search } = new URL(input);
      requests.push(`${pathname}${search}`);
      const source = pathname.split('/').at(-1) ?? '';
      return Promise.resolve(Response.json({ source, published: COUNTS[source] ?? 0, faults: {} }));
    },
  });
  return { lines, requests };
}

describe('the opening of a simulation', () => {
  it('explains what is published first, and why', async () => {
    const { lines, requests } = await open(ALL, new Map(), true);
    expect(lines).toEqual([
      '  The simulated company opens. It publishes first what its next events refer to:',
      '    a reading of each of 640 devices',
      '    312 events of visits under way',
      '    the profiles of 9,237 customers',
      '    an ERP system with all products',
      '',
    ]);
    expect(requests.sort()).toEqual(
      ['customers', 'ecommerce', 'iot'].map((source) => `/api/simulate/${source}?population=all`),
    );
  });

  it('brings no customers when only devices are simulated', async () => {
    const { lines, requests } = await open(['iot']);
    expect(lines).toEqual([
      '  The simulated company opens. It publishes first what its next events refer to:',
      '    a reading of each of 640 devices',
      '',
    ]);
    expect(requests).toEqual(['/api/simulate/iot?population=all']);
  });

  it('publishes only what happened in the pause when a simulation continues', async () => {
    const ended = new Date('2026-11-30T16:00:00Z');
    const { lines, requests } = await open(ALL, new Map(ALL.map((source) => [source, ended])));
    expect(lines).toEqual([
      '  The simulated company continues. It publishes first what its next events refer to:',
      '    312 events of visits under way',
      '    9,237 customers who came or left in the pause',
      '',
    ]);
    expect(requests.sort()).toEqual(
      ['customers', 'ecommerce'].map(
        (source) => `/api/simulate/${source}?population=all&since=2026-11-30T16%3A00%3A00.000Z`,
      ),
    );
  });

  it('opens a source that is simulated for the first time in a kept folder', async () => {
    const { requests } = await open(['iot', 'customers'], new Map([['iot', new Date()]]));
    expect(requests).toEqual(['/api/simulate/customers?population=all']);
  });

  it('says nothing without events', async () => {
    expect((await open(['logistics'])).lines).toEqual([]);
    expect((await open([])).lines).toEqual([]);
  });

  it('fails with the answer of the app', async () => {
    const refused = openSimulation({
      baseUrl: 'http://127.0.0.1:7071',
      sources: ['iot'],
      until: new Map(),
      hasErp: false,
      fetch: () => Promise.resolve(new Response('the hub is away', { status: 503 })),
    });
    await expect(refused).rejects.toThrow(
      'the first events of iot could not be published: 503 the hub is away',
    );
  });
});

describe('the lines about a simulation', () => {
  const simulation = { sources: ALL, rate: 40, seed: 1, faults: undefined };

  it('announce the share of faulty events, and how to leave them out', () => {
    expect(toSimulationLines(simulation)).toEqual([
      '  Simulated: iot, ecommerce, customers, logistics; 40 events a second in all, seed 1.',
      `  ${DEFAULT_FAULTS_IN_WORDS}`,
      '  They show what quarantine and Silver do with such events. `--faults none` leaves them out.',
    ]);
  });

  it('have the shares that the app has', () => {
    const { duplicate, late, malformed, contractBreaking, unknownType, oversized, contradicting } =
      DEFAULT_FAULTS;
    const shares = [duplicate, late, malformed, contractBreaking, unknownType].map((share) => share * 1000);
    expect(DEFAULT_FAULTS_IN_WORDS.match(/\d[\d,]*/g)).toEqual(['1,000', ...shares.map(String)]);
    expect([oversized, contradicting]).toEqual([0, 0]);
  });

  it.each([
    [{ faults: 'none' }, '  No event is faulty on purpose.'],
    [{ faults: 'malformed=0.5' }, '  Faulty on purpose: malformed=0.5.'],
    [
      { sources: ['ecommerce'] },
      '  Without the source customers, orders name customers without a profile: a refresh warns about them.',
    ],
    [
      { sources: ['logistics', 'ecommerce', 'customers'] },
      '  Without the source iot, shipments name trackers that never report: a refresh warns about them.',
    ],
    [{ rate: 0 }, '  Nothing is simulated.'],
  ])('say for %j: %s', (change, line) => {
    expect(toSimulationLines({ ...simulation, ...change })).toContain(line);
  });
});
