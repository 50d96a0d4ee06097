import { type FileHandle, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { syncDirectory } from '../../kit';
import { type RecoveredEnd, Segment } from './segment';
import {
  decodeSegmentHeader,
  encodeSegmentHeader,
  SEGMENT_HEADER_BYTES,
  type SegmentHeader,
} from './segment-header';

const SUFFIX = '.log';

const FIRST_SEGMENT: SegmentHeader = {
  baseSequenceNumber: 0,
  baseOffset: 0,
  lastOffsetBefore: -1,
  lastEnqueuedTimeBefore: -1,
};

/** The segments of a partition's directory: at least one, of which the newest is open for writing. */
export interface OpenedSegments {
  /** In ascending order; the last one is active. */
  readonly segments: Segment[];
  readonly active: FileHandle;
  readonly end: RecoveredEnd;
}

/**
 * Opens or creates a partition's directory. It reads the newest segment completely and removes an incomplete
 * chunk at its end.
 *
 * @throws StandInError `corrupt` if a file is damaged or of another kind
 */
export async function openSegments(directory: string, durably: boolean): Promise<OpenedSegments> {
  await mkdir(directory, { recursive: true });
  const names = (await readdir(directory)).filter((name) => name.endsWith(SUFFIX)).sort();
  const segments: Segment[] = [];
  for (const [position, name] of names.entries()) {
    const segment = await readSegment(join(directory, name), position === names.length - 1);
    if (segment !== undefined) segments.push(segment);
  }
  const newest = segments.at(-1);
  if (newest === undefined) {
    const created = await createSegment(directory, FIRST_SEGMENT, durably);
    if (durably) syncDirectory(dirname(directory));
    return {
      segments: [created.segment],
      active: created.handle,
      end: { nextSequenceNumber: 0, lastOffset: -1, lastEnqueuedTime: -1 },
    };
  }
  const bytes = await readFile(newest.path);
  const end = newest.recover(bytes);
  const active = await open(newest.path, 'r+');
  if (bytes.length > newest.size) await active.truncate(newest.size);
  return { segments, active, end };
}

/** `durably`: the name of the file is on disk before the first event. */
export async function createSegment(
  directory: string,
  header: SegmentHeader,
  durably: boolean,
): Promise<{ segment: Segment; handle: FileHandle }> {
  const path = join(directory, String(header.baseSequenceNumber).padStart(20, '0') + SUFFIX);
  // A start may find a segment without events, so an existing file may be overwritten.
  const handle = await open(path, 'w+');
  await handle.write(encodeSegmentHeader(header), 0, SEGMENT_HEADER_BYTES, 0);
  if (durably) {
    await handle.datasync();
    syncDirectory(directory);
  }
  return { segment: new Segment(path, header, 'new'), handle };
}

/** After a crash the newest file may have an incomplete header. It never had an event, so it is removed. */
async function readSegment(path: string, isNewest: boolean): Promise<Segment | undefined> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (isNewest && size < SEGMENT_HEADER_BYTES) {
      await unlink(path);
      return undefined;
    }
    const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
    const { bytesRead } = await handle.read(bytes, 0, SEGMENT_HEADER_BYTES, 0);
    const segment = new Segment(path, decodeSegmentHeader(bytes.subarray(0, bytesRead), path), 'old');
    segment.size = size;
    return segment;
  } finally {
    await handle.close();
  }
}
