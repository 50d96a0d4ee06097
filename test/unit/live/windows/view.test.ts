import { type Contract } from '../../../../src/lib/contracts/contract';
import { createRegistry } from '../../../../src/lib/contracts/registry';
import { mergeGroups } from '../../../../src/lib/live/windows/merge-groups';
import { createEventReader, viewsOf } from '../../../../src/lib/live/windows/view';
import { telemetryEvent } from '../../../testing/fixtures/telemetry';
import { LIVE_CONTRACT, MINUTE, WINDOWS } from './live-scene';

const TWO: Contract = {
  ...LIVE_CONTRACT,
  id: 'urn:sluice:contract:iot.telemetry:2',
  version: 2,
  eventId: '/readingId',
  windows: {
    ...WINDOWS,
    keys: [
      { name: 'site_code', path: '/place/code' },
      { name: 'status', path: '/status' },
    ],
  },
};
const registry = {
  all: () => [LIVE_CONTRACT, TWO],
  find: (type: string) => (type === TWO.type ? TWO : undefined),
  ofSource: () => [LIVE_CONTRACT, TWO],
};
const body = (data: unknown): Buffer => Buffer.from(JSON.stringify({ data }));

describe('viewsOf', () => {
  it('makes one view of each type, from its newest version, and reads each version by its own paths', () => {
    const views = viewsOf(registry);
    expect(views.map(({ name }) => name)).toEqual(['iot_telemetry']);
    const read = createEventReader(views);
    const time = new Date(MINUTE + 12_345).toISOString();
    const one = read(LIVE_CONTRACT, body({ id: 'a', time, site: 'HAM', status: 'ok', power: 2 }));
    const two = read(TWO, body({ readingId: 'a', time, place: { code: 'HAM' }, status: 'ok', power: 2 }));
    expect(two).toEqual(one);
    expect(one).toMatchObject({
      minute: MINUTE,
      windowStart: MINUTE + 10_000,
      keys: ['HAM', 'ok'],
      numbers: [0, undefined, 2, 2, 2, 2],
    });
    expect(read({ ...LIVE_CONTRACT, type: 'iot.other' }, body({ id: 'a', time }))).toBeUndefined();
  });

  it('reads an event that the app publishes', () => {
    const contracts = createRegistry();
    const views = viewsOf(contracts);
    expect(views.map(({ name }) => name)).toContain('iot_telemetry');
    expect(viewsOf(contracts, 'logistics').every(({ source }) => source === 'logistics')).toBe(true);
    const contract = contracts.find('iot.telemetry');
    if (contract === undefined) throw new Error('There is no telemetry.');
    const event = createEventReader(views)(contract, Buffer.from(JSON.stringify(telemetryEvent('r1'))));
    expect(event?.minute).toBe(Date.parse('2026-11-21T08:15:00Z'));
    expect(event?.keys).not.toContain('unknown');
  });
});

describe('mergeGroups', () => {
  it('merges groups with equal keys and no others, whatever the keys contain', () => {
    const group = (keys: readonly string[], count: number) => ({
      keys,
      events: count,
      values: [{ aggregate: 'count', count } as const],
    });
    const merged = mergeGroups([
      group(['a', 'b'], 1),
      group(['a', 'b'], 2),
      group(['1:a', 'b'], 4),
      group(['a1:', 'b'], 8),
      group(['a', '1:b'], 16),
    ]);
    expect(merged).toEqual([
      group(['a', 'b'], 3),
      group(['1:a', 'b'], 4),
      group(['a1:', 'b'], 8),
      group(['a', '1:b'], 16),
    ]);
  });
});
