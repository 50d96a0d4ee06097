import {
  MAXIMUM_READERS_WITHOUT_OWNER_LEVEL,
  ReaderRegistry,
  type RegisteredReader,
} from '../../../../local/event-hubs/broker/reader-registry';

/** A reader that leaves when it is disconnected, as a link does. */
class Reader implements RegisteredReader {
  readonly conditions: string[] = [];

  constructor(
    private readonly registry: ReaderRegistry,
    readonly ownerLevel: number | undefined,
  ) {}

  arrive(): string {
    const refused = this.registry.admit('bronze', '0', this);
    return refused === undefined ? 'admitted' : refused.condition;
  }

  disconnect({ condition }: { readonly condition: string }): void {
    this.conditions.push(condition);
    this.leave();
  }

  leave(): void {
    this.registry.leave('bronze', '0', this);
  }
}

const STOLEN = 'amqp:link:stolen';
const LEVELS = [undefined, 0, 1, 2];

/** All orders of three arrivals, with repetition. */
const ORDERS = LEVELS.flatMap((a) => LEVELS.flatMap((b) => LEVELS.map((c) => [a, b, c] as const)));

it.each(ORDERS)(
  'has one reader at most that reads by owner level after arrivals with %p, %p, %p',
  (...levels) => {
    const registry = new ReaderRegistry();
    const reading = new Set<Reader>();
    for (const level of levels) {
      const reader = new Reader(registry, level);
      const owner = [...reading].find(({ ownerLevel }) => ownerLevel !== undefined)?.ownerLevel ?? -1;
      const isRefused = (level ?? -1) < owner;
      expect(reader.arrive()).toBe(isRefused ? STOLEN : 'admitted');
      if (isRefused) continue;
      // A reader with a level reads alone: all others were disconnected with the reason.
      for (const other of level === undefined ? [] : reading) {
        expect(other.conditions).toEqual([STOLEN]);
        reading.delete(other);
      }
      reading.add(reader);
      for (const one of reading) expect(one.conditions).toEqual([]);
    }
  },
);

it('refuses a lower level after a takeover, until the winner leaves', () => {
  const registry = new ReaderRegistry();
  const [first, winner, lower] = [1, 2, 1].map((level) => new Reader(registry, level));
  expect([first?.arrive(), winner?.arrive(), lower?.arrive()]).toEqual(['admitted', 'admitted', STOLEN]);
  winner?.leave();
  expect(lower?.arrive()).toBe('admitted');
});

it('counts readers without a level again after one has left', () => {
  const registry = new ReaderRegistry();
  const readers = Array.from(
    { length: MAXIMUM_READERS_WITHOUT_OWNER_LEVEL + 1 },
    () => new Reader(registry, undefined),
  );
  const outcomes = readers.map((reader) => reader.arrive());
  expect(outcomes.at(-1)).toBe('amqp:resource-limit-exceeded');
  readers[0]?.leave();
  expect(readers.at(-1)?.arrive()).toBe('admitted');
});
