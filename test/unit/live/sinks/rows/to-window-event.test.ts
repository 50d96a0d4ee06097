import { toWindowEvent } from '../../../../../src/lib/live/sinks/eventstream/to-window-event';
import { at } from '../../../../../src/lib/platform/at';
import { windowRows } from '../../../../testing/fixtures/window-rows';

test('makes a CloudEvent with flat data', () => {
  const { partitionKey, body } = toWindowEvent(at(windowRows(1, { events: 3 }), 0));
  expect(partitionKey).toBe('["iot_telemetry","S0"]');
  expect(body).toEqual({
    specversion: '1.0',
    id: expect.stringMatching(/^[\w-]{43}$/) as string,
    source: '/sluice/live',
    type: 'sluice.window',
    subject: 'iot_telemetry',
    time: '2026-11-21T09:00:00Z',
    datacontenttype: 'application/json',
    partitionkey: '["iot_telemetry","S0"]',
    data: {
      view: 'iot_telemetry',
      windowStart: '2026-11-21T09:00:00Z',
      windowEnd: '2026-11-21T09:00:10Z',
      site_code: 'S0',
      events: 3,
      revision: 3,
      faults: 0,
      temperature_celsius_average: 21.5,
    },
  });
});

test('gives equal content the same id, and other content another', () => {
  const idOf = (events: number): unknown => toWindowEvent(at(windowRows(1, { events }), 0)).body['id'];
  expect(idOf(3)).toBe(idOf(3));
  expect(idOf(4)).not.toBe(idOf(3));
});
