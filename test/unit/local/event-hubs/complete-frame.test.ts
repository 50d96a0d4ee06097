import { completeFrame, type Performative } from '../../../../local/event-hubs/amqp/complete-frame';

/** The factories of rhea, which its types leave out. */
const frames =
  jest.requireActual<Record<string, (fields: Record<string, unknown>) => Performative>>('rhea/lib/frames.js');

it.each([
  ['open', { container_id: 'x' }, 10],
  ['begin', { next_outgoing_id: 0, incoming_window: 1, outgoing_window: 1 }, 8],
  ['attach', { name: 'x', handle: 0, role: true }, 14],
  ['flow', { incoming_window: 1, next_outgoing_id: 0, outgoing_window: 1 }, 11],
  ['transfer', { handle: 0 }, 11],
  ['disposition', { role: true, first: 0 }, 6],
  ['detach', { handle: 0 }, 3],
])('gives %s all its fields', (name, fields, count) => {
  const frame = frames[name]?.(fields);
  if (frame === undefined) throw new Error(`rhea has no ${name}`);
  completeFrame(frame);
  expect(frame.value).toHaveLength(count);
  expect(frame).toMatchObject(fields);
});
