import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { type Contract } from '../../../src/lib/contracts/contract';
import { createRegistry, generatedContracts } from '../../../src/lib/contracts/registry';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { createEventReader } from '../../../src/lib/contracts/read-event';
import { findRepeatedName } from '../../../src/lib/contracts/decode-json';
import { SIMULATED_SOURCES } from '../../../src/lib/contracts/source';
import { NO_FAULTS } from '../../../src/lib/simulate/faults';
import { createSimulator } from '../../../src/lib/simulate/simulator';
import { envelopeText, recordsOf, registry } from './events';
import { mutate, mutations } from './mutations';
import { runs } from '../../testing/runs';

/** The same contracts without readers, so every event is parsed. */
const unread = createRegistry({
  ...generatedContracts,
  readers: Object.fromEntries(registry.all().map(({ id }) => [id, () => -1])),
});

const asJson = (record: unknown): Buffer => Buffer.from(JSON.stringify(record));

/** The result of full parsing and validation for these bytes. */
function keeps(contract: Contract, bytes: Buffer): boolean {
  if (!isUtf8(bytes)) return false;
  const text = bytes.toString();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  return generatedContracts.validators[contract.id]?.(value) === true && findRepeatedName(text) === undefined;
}

describe.each(registry.all().map((contract) => [contract.id, contract] as const))(
  'the reader of %s',
  (_id, contract) => {
    it('accepts only records that parser, validator and the search for duplicate names accept', () => {
      let yes = 0;
      let no = 0;
      fc.assert(
        fc.property(recordsOf(contract), mutations, (record, changes) => {
          const bytes = mutate(asJson(record), changes);
          const end = contract.read(bytes, 0);
          if (end >= 0) {
            yes++;
            expect(keeps(contract, bytes.subarray(0, end))).toBe(true);
          } else if (!keeps(contract, bytes)) no++;
        }),
        { numRuns: runs(2000, 4000) },
      );
      // Both outcomes occurred.
      expect(yes).toBeGreaterThan(100);
      expect(no).toBeGreaterThan(100);
    });

    it('accepts whole events only if full parsing and validation accept them', () => {
      const read = createEventReader([contract]);
      const validate = createEventValidator({ registry: unread, source: contract.source });
      let yes = 0;
      fc.assert(
        fc.property(recordsOf(contract), mutations, (record, changes) => {
          const bytes = mutate(Buffer.from(envelopeText(contract, record)), changes);
          if (read(bytes) === undefined) return;
          yes++;
          expect(validate({ body: bytes })).toEqual({
            verdict: 'accepted',
            contract: expect.objectContaining({ id: contract.id }) as unknown,
            bytes,
          });
        }),
        { numRuns: runs(2000, 4000) },
      );
      expect(yes).toBeGreaterThan(100);
    });

    it('detects a duplicate name at any position', () => {
      for (const example of contract.schema['examples'] as readonly unknown[]) {
        const text = JSON.stringify(example);
        for (const { index, 1: member = '' } of text.matchAll(
          /[{,]("[A-Za-z0-9]+":(?:"[^"]*"|-?[\d.]+|true|false|null))/g,
        )) {
          const twice = `${text.slice(0, index + 1)}${member},${text.slice(index + 1)}`;
          expect(contract.read(Buffer.from(twice), 0)).toBe(-1);
        }
      }
    });

    it('accepts names in any order, spaces after commas and colons, and characters that are not ASCII', () => {
      const { title } = contract;
      fc.assert(
        fc.property(recordsOf(contract), fc.infiniteStream(fc.integer()), (record, keys) => {
          const text = asJson(shuffled(record, keys));
          // Escapes, and whole numbers with an exponent, are left to the parser.
          if (/[\\]|\d[eE]/.test(text.toString()) || !keeps(contract, text)) return;
          expect([title, contract.read(text, 0)]).toEqual([title, text.length]);
          const spaced = Buffer.from(
            JSON.stringify(shuffled(record, keys), undefined, 1).replaceAll(/\n */g, ' '),
          );
          const loose = Buffer.from(spaced.toString().replaceAll(/([{[]) | (?=[}\]])/g, '$1'));
          if (keeps(contract, loose) && !/"[^"]* [^"]*"/.test(loose.toString()))
            expect(contract.read(loose, 0)).toBe(loose.length);
        }),
        { numRuns: runs(100, 300) },
      );
    });
  },
);

it('accepts the events of all simulators', () => {
  const simulator = createSimulator({ seed: 7 });
  for (const source of SIMULATED_SOURCES) {
    const read = createEventReader(registry.ofSource(source));
    const events = simulator.simulateCount({
      source,
      at: new Date('2026-11-20T12:00:00Z'),
      count: 2000,
      faults: NO_FAULTS,
    });
    for (const { type, body } of events) expect(read(body)?.type).toBe(type);
  }
});

describe('the reader of events', () => {
  const [contract] = registry.ofSource('iot');
  if (contract === undefined) throw new Error('There is no contract of iot.');
  const read = createEventReader([contract]);
  const event = envelopeText(contract, (contract.schema['examples'] as readonly unknown[])[0]);

  it.each([
    ['an unknown attribute', event.replace('{', '{"subject":"a",')],
    ['an attribute twice', event.replace('{', '{"id":"e-1",')],
    [
      'data before its type',
      event
        .replace('{"specversion":"1.0",', '{')
        .replace(/}$/, ',"specversion":"1.0"}')
        .replace('"type"', '"typ"'),
    ],
    ['another contract', event.replaceAll('iot.telemetry', 'iot.telemetri')],
    ['no contract id', event.replace(/"dataschema":"[^"]*",/, '')],
    ['bytes after the event', `${event} `],
    ['a missing end', event.slice(0, -1)],
    ['a line break', event.replace(',', ',\n')],
    ['an empty id', event.replace('"id":"e-1"', '"id":""')],
    ['an id of 257 characters', event.replace('"id":"e-1"', `"id":"${'x'.repeat(257)}"`)],
    ['an invalid time', event.replace('08:15:30Z"', '08:15:60Z"')],
    ['nothing', ''],
  ])('is not certain about %s', (_what, text) => {
    expect(text).not.toBe(event);
    expect(read(Buffer.from(text))).toBeUndefined();
  });

  it('reads the attributes that the app writes', () => {
    const full = event.replace(
      '{',
      `{"partitionkey":"dev-1","traceparent":"00-${'a'.repeat(32)}-${'b'.repeat(16)}-01","tracestate":"x=1",`,
    );
    expect(read(Buffer.from(full))).toBe(contract);
  });
});

/** The same value with the names of every object in another order. */
function shuffled(value: unknown, keys: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, keys));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, part]) => [name, shuffled(part, keys), Number(keys.next().value)] as const)
      .sort((left, right) => left[2] - right[2])
      .map(([name, part]) => [name, part]),
  );
}
