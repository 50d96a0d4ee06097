import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { writeExactJson } from '../../../../local/kit';
import {
  toListLines,
  toRecordLines,
  toReopenLines,
  toReplayLines,
} from '../../../../local/cli/quarantine-lines';
import { toFilter } from '../../../../local/cli/quarantine-filter';
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
  reopenedAt: null,
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
      exhausted: 0,
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
  const answer = `{"id":"a","replays":[],"rejections":[],"properties":null,"text":null,"contract":null,"replayedAt":null,"reopenedAt":null,"bytes":1,"attempts":0,"slot":"s","state":"open","contentType":null,"enqueuedTime":"2026-11-21T02:50:45Z","event":{"id":9007199254740993,"price":1.10,"far":1e400,"zero":-0}}`;
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
  expect(() => toReplayBody({ all: true, ids: ['a'] })).toThrow('leave out --id');
  expect(() => toReplayBody({ all: true, code: 'poison' })).toThrow('leave out --code');
  expect(() => toReplayBody({ all: true, patch: '[]', version: 2 })).toThrow('use only one of');
  expect(() => toReplayBody({ all: true, patch: 'x' })).toThrow('--patch is not JSON');
});

it('requires a selection, and names its options', () => {
  const message =
    'select the records: --id, a filter such as --code contract.required, or --all for every open record';
  expect(() => toReplayBody({ dryRun: true })).toThrow(message);
  expect(() => toFilter({ all: false })).toThrow(message);
  expect(toFilter({ all: true })).toEqual({ all: true });
  expect(toFilter({ code: 'poison' })).toEqual({ code: 'poison' });
});

it('prints how to go on when a fix was tried too often', () => {
  const report = {
    replay: '20261121T061000123Z-3f9a1c2b',
    dryRun: false,
    matched: 3,
    published: 0,
    rejected: 0,
    skipped: 3,
    failed: 0,
    remaining: 0,
    exhausted: 2,
    results: [],
  };
  expect(toReplayLines(report)).toEqual([
    '3 matched: 0 published, 0 rejected, 3 skipped.',
    '2 skipped records were tried too often with this fix. Use another fix, or `npm run quarantine -- reopen` with the same selection.',
    'Replay 20261121T061000123Z-3f9a1c2b.',
  ]);
  expect(toReplayLines({ ...report, exhausted: 1 })[1]).toMatch(/^1 skipped record was tried/);
});

it('prints how many records were opened again', () => {
  expect(toReopenLines({ matched: 3, reopened: 2, unchanged: 1, replayed: 0 })).toEqual([
    '3 matched: 2 opened again, 1 without attempts.',
  ]);
  expect(toReopenLines({ matched: 0, reopened: 0, unchanged: 0, replayed: 1 })[1]).toBe(
    '1 already in the hub again; `replay --id … --again` publishes them once more.',
  );
});
