import { BlobServiceClient } from '@azure/storage-blob';
import { slotPath } from '../../../src/lib/landing/slot-metadata';
import { LakeClient } from '../../../src/lib/landing/store/lake-client';
import { QuarantineSlotsClient } from '../../../src/lib/quarantine/store/quarantine-slots';
import { toSequenceNumber, toSlot } from '../../../src/lib/event-log/positions';
import { startLake } from '../../../local/lake';
import { PARTITION } from '../../testing/fixtures/events';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

const undo: (() => Promise<void>)[] = [];
let slots: QuarantineSlotsClient;

/** Slots 0 to 24. An object that is not a slot has the name of slot 12. */
beforeAll(async () => {
  const directory = await temporaryDirectory();
  undo.push(() => directory.remove());
  const lake = await startLake({ dataDirectory: directory.path, filesystems: ['bronze'], fsync: false });
  undo.push(() => lake.close());
  const connection = { kind: 'connectionString', connectionString: lake.connectionString } as const;
  const folders = new LakeClient(connection, 'bronze');
  slots = new QuarantineSlotsClient(connection, 'bronze', folders);
  for (let slot = 0; slot < 25; slot++) {
    if (slot === 12) continue;
    await folders.create(slotPath(PARTITION, toSlot(slot)), Buffer.from(`slot ${slot}`), {
      firstSequenceNumber: toSequenceNumber(slot),
      lastSequenceNumber: toSequenceNumber(slot),
      lastEnqueuedTime: '2026-11-21T02:51:00.000Z',
      accepted: 0,
      quarantined: 1,
      sha256: '',
      attempt: 1,
      gaps: [],
      readBy: 'trigger',
    });
  }
  await BlobServiceClient.fromConnectionString(lake.connectionString)
    .getContainerClient('bronze')
    .getBlockBlobClient(slotPath(PARTITION, toSlot(12)))
    .upload('x', 1);
});

afterAll(async () => {
  for (const close of undo.reverse()) await close();
});

const numbersFrom = async (from: number): Promise<readonly number[]> =>
  (await slots.list(PARTITION, from)).map(({ slot }) => slot);

it('lists the next slots, in blocks that end at multiples of 10 or 100', async () => {
  expect(await numbersFrom(0)).toEqual(Array.from({ length: 25 }, (_, slot) => slot));
  expect(await numbersFrom(7)).toEqual([7, 8, 9]);
  expect(await numbersFrom(9)).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  expect(await numbersFrom(10)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  expect(await numbersFrom(20)).toEqual([20, 21, 22, 23, 24]);
  expect(await numbersFrom(25)).toEqual([]);
  expect(await numbersFrom(1000)).toEqual([]);
});

it('lists each slot with its counts, and an object that is not a slot with zero', async () => {
  const [eleven, twelve] = await slots.list(PARTITION, 11);
  expect(eleven).toEqual({
    slot: 11,
    accepted: 0,
    quarantined: 1,
    lastSequenceNumber: 11,
    newestEnqueuedTime: '2026-11-21T02:51:00.000Z',
  });
  expect(twelve).toEqual({
    slot: 12,
    accepted: 0,
    quarantined: 0,
    lastSequenceNumber: -1,
    newestEnqueuedTime: null,
  });
});

it('reads a slot, and returns undefined when it does not exist', async () => {
  expect(String(await slots.read(PARTITION, 3))).toBe('slot 3');
  expect(await slots.read(PARTITION, 99)).toBeUndefined();
  expect(await slots.first(PARTITION)).toBe(0);
});
