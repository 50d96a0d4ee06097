import { createHash } from 'node:crypto';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { SIMULATED_SOURCES } from '../../../src/lib/contracts/source';
import { DEFAULT_FAULTS, type Faults, NO_FAULTS } from '../../../src/lib/simulate/faults';
import { type SimulatedEvent } from '../../../src/lib/simulate/simulated-event';
import { createSimulator, simulate, simulateCount } from '../../../src/lib/simulate/simulator';
import { runs } from '../../testing/runs';

const START = Date.UTC(2026, 2, 2, 8, 15, 0, 250);
const at = (seconds: number): Date => new Date(START + seconds * 1000);

const registry = createRegistry();
const simulator = createSimulator({ seed: 42 });

function digest(events: readonly SimulatedEvent[]): string {
  const hash = createHash('sha256');
  for (const { type, partitionKey, fault, body } of events) {
    hash.update(JSON.stringify([type, partitionKey, fault ?? null, body.length])).update(body);
  }
  return `${events.length} ${hash.digest('hex')}`;
}

function idOf({ body }: SimulatedEvent): string {
  return (JSON.parse(body.toString('utf8')) as { id: string }).id;
}

function timeOf({ body }: SimulatedEvent): number {
  return Date.parse((JSON.parse(body.toString('utf8')) as { time: string }).time);
}

describe.each(SIMULATED_SOURCES)('the simulator of %s', (source) => {
  const window = { source, from: at(0), to: at(120), eventsPerSecond: 20 };

  it('returns the same bytes for the same arguments, also in a new world', () => {
    const first = digest(simulator.simulate(window));
    expect(digest(simulator.simulate(window))).toBe(first);
    expect(digest(simulate({ seed: 42, ...window }))).toBe(first);
  });

  it('returns other events for another seed', () => {
    const ids = new Set(simulate({ seed: 42, ...window, faults: NO_FAULTS }).map(idOf));
    const others = simulate({ seed: 43, ...window, faults: NO_FAULTS }).map(idOf);
    // Sign-ups are named by the minute, so they are equal in every world.
    expect(others.filter((id) => ids.has(id) && !id.startsWith('chg-cus-'))).toEqual([]);
  });

  it.each([0.37, 20, 33.3])(
    'returns the same events in parts and as a whole at %d events a second',
    (eventsPerSecond) => {
      const faults = { ...DEFAULT_FAULTS, duplicate: 0.1, late: 0.1 };
      const ticks = [0, 1, 1.001, 4.5, 4.5, 60, 119.999, 120];
      const pieces = ticks
        .slice(1)
        .flatMap((to, index) =>
          simulator.simulate({ source, from: at(ticks[index] ?? 0), to: at(to), eventsPerSecond, faults }),
        );
      const whole = simulator.simulate({ source, from: at(0), to: at(120), eventsPerSecond, faults });
      expect(whole.length).toBeGreaterThan(10);
      expect(digest(pieces)).toBe(digest(whole));
    },
  );

  it('makes valid events, and faulty ones that are rejected', () => {
    const validate = createEventValidator({ registry, source });
    const events = simulator.simulate({
      ...window,
      eventsPerSecond: 30,
      faults: {
        duplicate: 0.05,
        late: 0.05,
        malformed: 0.05,
        contractBreaking: 0.05,
        unknownType: 0.05,
        oversized: 0.002,
        contradicting: 0,
      },
    });
    const outcomes = new Set(
      events.map((event) => {
        const result = validate(event);
        const code = result.verdict === 'quarantined' ? result.rejections[0]?.code : 'accepted';
        return `${event.fault ?? 'valid'}: ${code?.replace(/^contract\..*/, 'contract') ?? ''}`;
      }),
    );
    expect([...outcomes].sort()).toEqual([
      'contractBreaking: contract',
      'duplicate: accepted',
      'late: accepted',
      'malformed: invalid_utf8',
      'malformed: malformed_json',
      'oversized: too_large',
      'unknownType: unknown_type',
      'valid: accepted',
    ]);
  });

  it('makes faults at the given shares', () => {
    const faults: Faults = {
      duplicate: 0.02,
      late: 0.05,
      malformed: 0.01,
      contractBreaking: 0.03,
      unknownType: 0.005,
      oversized: 0,
      contradicting: 0,
    };
    const seconds = runs(300, 1000);
    const events = simulator.simulate({ source, from: at(0), to: at(seconds), eventsPerSecond: 10, faults });
    const count = seconds * 10;
    for (const [name, share] of Object.entries(faults)) {
      const found = events.filter(({ fault }) => fault === name).length;
      const deviation = Math.sqrt(count * share * (1 - share));
      expect(Math.abs(found - count * share)).toBeLessThanOrEqual(4 * deviation);
    }
  });

  it('repeats a recent event byte for byte', () => {
    const events = simulator.simulate({ ...window, faults: { ...NO_FAULTS, duplicate: 0.2 } });
    const bodies = events.map(({ body }) => body.toString('latin1'));
    // Events that the first positions repeat may be from before the window.
    const duplicates = bodies.flatMap((body, index) =>
      events[index]?.fault === 'duplicate' && index > 50
        ? [bodies.slice(index - 50, index).includes(body)]
        : [],
    );
    expect(duplicates.length).toBeGreaterThan(300);
    expect(duplicates).not.toContain(false);
  });

  it('loses no late event: each comes once, minutes to hours after its time', () => {
    const options = { source, eventsPerSecond: 0.1, from: at(0), to: at(36_000) };
    const onTime = simulator.simulate({ ...options, faults: NO_FAULTS });
    const late = simulator.simulate({ ...options, faults: { ...NO_FAULTS, late: 0.2 } });
    const arrived = late.map(idOf);
    const set = new Set(arrived);
    expect(set.size).toBe(arrived.length);
    // Events of the first half have arrived by the end of the second, because the longest delay is three
    // hours.
    const firstHalf = onTime.slice(0, onTime.length / 2).map(idOf);
    expect(firstHalf.filter((id) => !set.has(id))).toEqual([]);
    const delays = late.flatMap((event, index) => {
      // The next event was not late, so its own time is that of the arrival.
      const next = late[index + 1];
      return event.fault === 'late' && next?.fault === undefined && next !== undefined
        ? [timeOf(next) - timeOf(event)]
        : [];
    });
    expect(delays.length).toBeGreaterThan(100);
    expect(Math.min(...delays)).toBeGreaterThan(170_000);
    expect(Math.max(...delays)).toBeLessThan(10_900_000);
  });

  it.each([1, 7, 1000])('makes exactly %d events on demand, none later than the instant', (count) => {
    const events = simulator.simulateCount({ source, at: at(0), count });
    expect(events).toHaveLength(count);
    expect(digest(simulateCount({ seed: 42, source, at: at(0), count }))).toBe(digest(events));
    const valid = simulator.simulateCount({ source, at: at(0), count, faults: NO_FAULTS });
    expect(Math.max(...valid.map(timeOf))).toBeLessThanOrEqual(START);
  });

  it('makes other events on demand a second later', () => {
    const ids = (seconds: number): string[] =>
      simulator.simulateCount({ source, at: at(seconds), count: 200, faults: NO_FAULTS }).map(idOf);
    const first = new Set(ids(0));
    expect(first.size).toBe(200);
    expect(ids(1).filter((id) => first.has(id) && !id.startsWith('chg-cus-'))).toEqual([]);
  });
});

describe('the simulator', () => {
  const window = { source: 'iot', from: at(0), to: at(1), eventsPerSecond: 1 } as const;

  it.each([
    ['eventsPerSecond', { eventsPerSecond: 0 }],
    ['eventsPerSecond', { eventsPerSecond: Number.NaN }],
    ['eventsPerSecond', { eventsPerSecond: 2_000_000 }],
    ['shopEventsPerSecond', { shopEventsPerSecond: -1 }],
    ['to', { to: at(-1) }],
    ['to', { to: new Date(Number.NaN) }],
  ])('refuses an invalid %s', (field, change) => {
    expect(() => simulator.simulate({ ...window, ...change })).toThrow(
      expect.objectContaining({ code: 'request_invalid', data: { field } }) as Error,
    );
  });

  it.each([0, 1.5, -1])('refuses to make %d events', (count) => {
    expect(() => simulator.simulateCount({ source: 'iot', at: at(0), count })).toThrow(
      expect.objectContaining({ code: 'request_invalid', data: { field: 'count' } }) as Error,
    );
  });

  it('makes no event in an empty window', () => {
    expect(simulator.simulate({ ...window, to: window.from })).toEqual([]);
  });
});
