import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { type RheaConnection, type RheaSession } from '../../../../local/functions-host/event-hubs/rhea-view';
import { TransferTap } from '../../../../local/functions-host/event-hubs/transfer-tap';
import { runs } from '../../../testing/runs';

const CHANNEL = 3;
const TRANSFER = 0x14;
const FLOW = 0x13;

/** Fields of a transfer up to `more`, in encodings that brokers use. */
interface Fields {
  readonly handle: Buffer;
  readonly deliveryId: Buffer;
  readonly tag: Buffer;
  readonly format: Buffer;
  readonly settled: Buffer;
  readonly more: boolean | null | undefined;
  readonly rest: number;
}

const NULL = Buffer.from([0x40]);
const TRUE = Buffer.from([0x41]);
const FALSE = Buffer.from([0x42]);

const unsigned = fc.constantFrom(
  NULL,
  Buffer.from([0x43]),
  Buffer.from([0x52, 0x14]),
  Buffer.from([0x70, 0, 0, 0x53, 0x14]),
);
const fields: fc.Arbitrary<Fields> = fc.record({
  handle: unsigned,
  deliveryId: unsigned,
  tag: fc.constantFrom(NULL, Buffer.from([0xa0, 0]), Buffer.from([0xa0, 4, 0x41, 0x42, 0x40, 0x41])),
  format: unsigned,
  settled: fc.constantFrom(NULL, TRUE, FALSE),
  more: fc.constantFrom(true, false, null, undefined),
  rest: fc.integer({ min: 0, max: 5 }),
});

function toFrame(performative: number, list: readonly Buffer[], payload: Buffer, isLong: boolean): Buffer {
  const items = Buffer.concat(list);
  const header = Buffer.alloc(isLong ? 9 : 3);
  header[0] = isLong ? 0xd0 : 0xc0;
  if (isLong) {
    header.writeUInt32BE(items.length + 4, 1);
    header.writeUInt32BE(list.length, 5);
  } else {
    header[1] = items.length + 1;
    header[2] = list.length;
  }
  const rest = Buffer.concat([Buffer.from([0, 0x53, performative]), header, items, payload]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(8 + rest.length, 0);
  frame.writeUInt32BE(0x0200_0000 + CHANNEL, 4);
  return Buffer.concat([frame, rest]);
}

function toTransfer(
  { handle, deliveryId, tag, format, settled, more, rest }: Fields,
  payload: Buffer,
  isLong: boolean,
): Buffer {
  const list = [handle, deliveryId, tag, format, settled];
  if (more !== undefined) {
    list.push(more === null ? NULL : more ? TRUE : FALSE);
    for (let left = rest; left > 0; left--) list.push(NULL);
  }
  return toFrame(TRANSFER, list, payload, isLong);
}

/** A connection whose own transport takes whole frames, as rhea's does. */
function createConnection() {
  const passedOn: Buffer[] = [];
  const session = new EventEmitter() as RheaSession;
  const connection = {
    amqp_transport: {
      read(bytes: Buffer): number {
        let at = 0;
        while (at < bytes.length - 4 && at + bytes.readUInt32BE(at) <= bytes.length) {
          const end = at + bytes.readUInt32BE(at);
          passedOn.push(bytes.subarray(at, end));
          at = end;
        }
        return at;
      },
    },
    remote_channel_map: { [CHANNEL]: session },
  } as unknown as RheaConnection;
  return { connection, session, passedOn };
}

describe('TransferTap', () => {
  it('takes every transfer of its sessions, in order, however the stream is cut', () => {
    const transfer = fc.tuple(fields, fc.uint8Array({ maxLength: 30 }), fc.boolean());
    fc.assert(
      fc.property(
        fc.array(fc.oneof(transfer, fc.constant('flow' as const)), { maxLength: 8 }),
        fc.integer({ min: 1, max: 90 }),
        (frames, step) => {
          const { connection, session, passedOn } = createConnection();
          const taken: { payload: string; more: boolean }[] = [];
          new TransferTap(connection).add(session, (payload, more) => {
            taken.push({ payload: payload?.toString('hex') ?? '', more });
          });
          const flow = toFrame(FLOW, [NULL], Buffer.alloc(0), false);
          const stream = Buffer.concat(
            frames.map((frame) =>
              frame === 'flow' ? flow : toTransfer(frame[0], Buffer.from(frame[1]), frame[2]),
            ),
          );
          let kept = Buffer.alloc(0);
          for (let at = 0; at < stream.length; at += step) {
            const bytes = Buffer.concat([kept, stream.subarray(at, at + step)]);
            kept = bytes.subarray(connection.amqp_transport.read(bytes));
          }
          expect(kept).toHaveLength(0);
          const transfers = frames.filter((frame) => frame !== 'flow');
          expect(taken).toEqual(
            transfers.map(([{ more }, payload]) => ({
              payload: Buffer.from(payload).toString('hex'),
              more: more === true,
            })),
          );
          expect(passedOn).toEqual(frames.filter((frame) => frame === 'flow').map(() => flow));
        },
      ),
      { numRuns: runs(500, 5000) },
    );
  });

  it.each([
    ['of another session', 0, [NULL, NULL, NULL, NULL, NULL, FALSE]],
    [
      'whose tag is encoded in another way',
      1,
      [NULL, NULL, Buffer.from([0xb0, 0, 0, 0, 0]), NULL, NULL, FALSE],
    ],
    ['whose field more is encoded in another way', 1, [NULL, NULL, NULL, NULL, NULL, Buffer.from([0x56, 1])]],
  ])('leaves a transfer %s to rhea', (_what, sessions, list) => {
    const { connection, session, passedOn } = createConnection();
    const onTransfer = jest.fn();
    const tap = new TransferTap(connection);
    if (sessions === 1) tap.add(session, onTransfer);
    const frame = toFrame(TRANSFER, list, Buffer.from('x'), false);
    expect(connection.amqp_transport.read(frame)).toBe(frame.length);
    expect(passedOn).toEqual([frame]);
    expect(onTransfer).not.toHaveBeenCalled();
  });
});
