import { type ReceivedEvent } from '../../../local/functions-host/event-hubs/received-event';
import { toBatchMetadata } from '../../../local/functions-host/event-hubs/trigger-metadata';
import { type RpcTypedData } from '../../../local/functions-host/worker/core-types';
import { fromWireData } from '../../../local/functions-host/worker/protocol';
import { readShapes, type Shape, type ShapeRequest } from '../../testing/fixtures/host-shapes';

/** SUPPORT.md lists it. */
const SENT = 'halves of worker 3.16, extension 6';

const { shapes } = readShapes('event-hubs') as { shapes: readonly (Shape & { request: ShapeRequest })[] };

const EVENTS: readonly ReceivedEvent[] = [
  {
    body: Buffer.from('{"n":1}'),
    bodyType: 'data',
    partitionKey: 'device-1',
    sequenceNumber: 8_589_934_601,
    offset: '118111600640',
    enqueuedTime: Date.parse('2026-11-21T08:15:30.123Z'),
    properties: { kind: 'x', count: 2 },
    otherSystemProperties: { 'content-type': 'application/json' },
  },
  {
    body: Buffer.from('[1]'),
    bodyType: 'data',
    partitionKey: undefined,
    sequenceNumber: 8_589_934_602,
    offset: '118111601152',
    enqueuedTime: Date.parse('2026-11-21T08:15:31Z'),
    properties: undefined,
    otherSystemProperties: undefined,
  },
];

/** Compares JSON by content; the order of members is ignored. */
function parsed(metadata: Readonly<Record<string, RpcTypedData>>): object {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, data]) => [
      name,
      data.json === undefined ? data : { json: JSON.parse(data.json) as unknown },
    ]),
  );
}

it('sends metadata of a batch in one of the shapes', () => {
  const segments: Buffer[] = [];
  const context = {
    partitionId: '3',
    eventHubName: 'iot',
    consumerGroup: 'bronze',
    fullyQualifiedNamespace: 'sluice.servicebus.windows.net',
    isCheckpointingAfterInvocation: true,
  };
  const sent = Object.entries(toBatchMetadata(EVENTS, context, segments)).map(
    ([name, data]) => [name, fromWireData(data, segments)] as const,
  );
  const shape = shapes.find(({ name }) => name === SENT);
  expect(parsed(Object.fromEntries(sent))).toEqual(parsed(shape?.request.triggerMetadata ?? {}));
});
