import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { writeExactJson } from '../../../../local/kit';
import { toListLines, toRecordLines, toReplayLines } from '../../../../local/cli/quarantine-lines';
import { toReplayBody } from '../../../../local/cli/quarantine-replay-body';
import { QuarantineClient } from '../../../../local/cli/quarantine-client';
import { type QuarantineCount, type QuarantineRecord } from '../../../../monitor/data/api';

const record: QuarantineRecord = {
  id: 'iot.20261121T025044123Z.0.0',
  source: 'iot',
  contract: 'iot.telemetry',
  version: 1,
  partition: 0,
  sequenceNumber: 0,
  eventId: 'event-0',
  enqueuedTime: '2026-11-21T02:50:45.123Z',
  landedAt: '2026-11-21T02:50:46.123Z',
  codes: ['contract.required', 'contract.format'],
  rejections: [{ code: 'contract.required', path: '/data/unit', message: '/data/unit is required.' }],
  bytes: 10,
  state: 'open',
  attempts: 1,
  replayedAt: null,
};

it('prints reasons and records in columns', () => {
  const counts: readonly QuarantineCount[] = [
    { source: 'iot', contract: 'iot.telemetry', code: 'contract.required', records: 12 },
  ];
  expect(toListLines({ total: 12, counts, records: [record], next: '/api/…' })).toEqual([
    '12 records',
    '',
    'SOURCE  CONTRACT       CODE               RECORDS',
    'iot     iot.telemetry  contract.required  12',
    '',
    'ENQUEUED              ID                           STATE  TRIES  WHY',
    '2026-11-21 02:50:45Z  iot.20261121T025044123Z.0.0  open   1      contract.required /data/unit (+1)',
    '',
    '… and 11 more; --limit shows up to 200',
  ]);
  expect(toListLines({ total: 0, counts: [], records: [], next: null })).toEqual([
    'No quarantined record matches.',
  ]);
});

it('prints records that were not published first, and the counts last', () => {
  const { rejections } = record;
  const after = { contract: null, version: null, rejections: [] };
  expect(
    toReplayLines({
      replay: null,
      dryRun: true,
      matched: 3,
      published: 1,
      rejected: 1,
      skipped: 0,
      failed: 0,
      remaining: 1,
      results: [
        {
          id: 'a',
          outcome: 'would-publish',
          before: [],
          after: { ...after, verdict: 'accepted' },
          event: null,
        },
        {
          id: 'b',
          outcome: 'rejected',
          before: [],
          after: { ...after, verdict: 'quarantined', rejections },
          event: null,
        },
      ],
    }),
  ).toEqual([
    'rejected       b  contract.required: /data/unit is required.',
    'would-publish  a',
    '',
    '3 matched: 1 would be published, 1 rejected, 0 skipped, 1 remaining.',
    'Nothing was changed.',
  ]);
});

it('keeps the digits of numbers in an event', async () => {
  const answer = `{"id":"a","replays":[],"rejections":[],"properties":null,"text":null,"contract":null,"replayedAt":null,"bytes":1,"attempts":0,"slot":"s","state":"open","contentType":null,"enqueuedTime":"2026-11-21T02:50:45Z","event":{"id":9007199254740993,"price":1.10,"far":1e400,"zero":-0}}`;
  const server = createServer((_, response) => response.end(answer));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const { port } = server.address() as AddressInfo;
    const shown = await new QuarantineClient(`http://127.0.0.1:${port}`).read('a', false);
    expect(toRecordLines(shown).join('')).toContain(
      '"id": 9007199254740993,  "price": 1.10,  "far": 1e400,  "zero": -0',
    );
    expect(writeExactJson(shown)).toBe(answer);
  } finally {
    server.close();
  }
});

it('inserts JSON texts into the request unchanged', () => {
  const body = toReplayBody({
    ids: ['a'],
    patch: '[{"op":"add","path":"/data/n","value":1.50}]',
    dryRun: true,
  });
  expect(body).toBe(
    '{"filter":{"ids":["a"]},"fix":{"patch":[{"op":"add","path":"/data/n","value":1.50}]},"dryRun":true,"again":false}',
  );
  expect(toReplayBody({ source: 'iot', version: 2, limit: 5 })).toBe(
    '{"filter":{"source":"iot"},"fix":{"version":2},"dryRun":false,"again":false,"limit":5}',
  );
});

it('refuses options that contradict each other', () => {
  expect(() => toReplayBody({ ids: ['a'], source: 'iot' })).toThrow('leave out --source');
  expect(() => toReplayBody({ patch: '[]', version: 2 })).toThrow('use only one of');
  expect(() => toReplayBody({ patch: 'x' })).toThrow('--patch is not JSON');
});
