import { Headers } from 'undici';
import { type OnReject } from '../../../src/lib/ingest/api';
import { toIngestResponse } from '../../../src/lib/ingest/ingest-response';
import { type IngestOutcome } from '../../../src/lib/ingest/publish-validated';
import { createRegistry } from '../../../src/lib/contracts/registry';

const [contract] = createRegistry().ofSource('iot');
const accepted = { index: 0, verdict: 'accepted', id: 'a' } as const;
const rejected = {
  index: 1,
  verdict: 'rejected',
  rejections: [{ code: 'contract.enum', path: '/status', message: 'no' }],
} as const;
const failed = { index: 2, verdict: 'failed', id: 'c', code: 'hub_unavailable', message: 'away' } as const;

function respond(
  results: IngestOutcome['results'],
  {
    dryRun = false,
    onReject = 'answer',
    headers = {},
  }: { dryRun?: boolean; onReject?: OnReject; headers?: Record<string, string> } = {},
): { status: number | undefined; type: unknown; body: string } {
  if (contract === undefined) throw new Error('no contract');
  const request = { headers: new Headers(headers) } as unknown as Parameters<
    typeof toIngestResponse
  >[0]['request'];
  const response = toIngestResponse({
    request,
    contract,
    dryRun,
    onReject,
    outcome: { results, unpublished: [] },
  });
  const type = (response.headers as Record<string, string>)['content-type'];
  return { status: response.status, type, body: response.body as string };
}

it.each([
  ['202 if all records are accepted', [accepted], {}, 202, 'application/json'],
  ['200 for a dry run in which all are accepted', [accepted], { dryRun: true }, 200, 'application/json'],
  ['207 if some are accepted', [accepted, rejected], {}, 207, 'application/json'],
  ['207 if some could not be published', [accepted, failed], {}, 207, 'application/json'],
  ['422 if none is accepted', [rejected], {}, 422, 'application/problem+json'],
  ['503 if no valid record could be published', [rejected, failed], {}, 503, 'application/problem+json'],
  ['202 for a body without a record', [], {}, 202, 'application/json'],
] as const)('answers %s', (_name, results, options, status, type) => {
  expect(respond(results, options)).toMatchObject({ status, type });
});

describe('with onReject=quarantine', () => {
  const onReject = 'quarantine';
  const kept = { ...rejected, quarantined: true } as const;
  const tooLarge = {
    ...rejected,
    quarantined: false,
    unquarantined: { code: 'hub_event_too_large', message: 'long' },
  } as const;
  const away = {
    ...rejected,
    quarantined: false,
    unquarantined: { code: 'hub_unavailable', message: 'away' },
  } as const;

  it.each([
    ['202 if all records are accepted', [accepted], {}, 202, { quarantined: 0 }],
    ['207 if all records are in the quarantine', [kept], {}, 207, { quarantined: 1, rejected: 1 }],
    ['207 if only refused ones are published', [kept, failed], {}, 207, { quarantined: 1, failed: 1 }],
    ['207 if a refused one is not published', [accepted, away], {}, 207, { quarantined: 0, rejected: 1 }],
    ['422 if all records are too large', [tooLarge], {}, 422, { quarantined: 0, rejected: 1 }],
    ['503 if no refused one is published', [away, tooLarge], {}, 503, { code: 'hub_unavailable' }],
    ['422 for a dry run', [rejected], { dryRun: true }, 422, { quarantined: 0, rejected: 1 }],
  ] as const)('answers %s', (_name, results, options, status, body) => {
    const answer = respond(results, { onReject, ...options });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject(body);
  });

  it('notes how many rejected records are in no quarantine', () => {
    const noteOf = (results: IngestOutcome['results'], dryRun = false): unknown =>
      (JSON.parse(respond(results, { onReject, dryRun }).body) as { readonly note?: string }).note;
    expect(noteOf([accepted, kept])).toBeUndefined();
    expect(noteOf([accepted, rejected], true)).toBeUndefined();
    expect(noteOf([kept, away])).toBe('1 rejected record is in no quarantine; unquarantined says why.');
    expect(noteOf([kept, away, tooLarge])).toBe(
      '2 rejected records are in no quarantine; unquarantined says why.',
    );
  });

  it('asks to send refused records again when the hub is away', () => {
    expect(JSON.parse(respond([away], { onReject }).body)).toMatchObject({
      detail: '1 of 1 records could not be published for the quarantine; send them again.',
    });
  });
});

it('says that rejected records are in no quarantine, and how to keep them there', () => {
  const note =
    '1 rejected record is in this answer only, in no hub and no quarantine; send it with ?onReject=quarantine to keep it there.';
  const mixed = JSON.parse(respond([accepted, rejected]).body) as object;
  expect(mixed).toMatchObject({ note });
  expect(mixed).not.toHaveProperty('quarantined');
  expect(JSON.parse(respond([rejected]).body)).toMatchObject({
    detail: `The record breaks ${contract?.id}. ${note}`,
  });
  expect(JSON.parse(respond([accepted]).body)).not.toHaveProperty('note');
  expect(JSON.parse(respond([rejected], { dryRun: true }).body)).not.toHaveProperty('note');
});

it('sends Retry-After with a 503', () => {
  const { body } = respond([failed]);
  expect(JSON.parse(body)).toMatchObject({ code: 'hub_unavailable', failed: 1, verdicts: [failed] });
});

it.each([
  ['Application/X-NDJSON', 'application/x-ndjson'],
  ['text/html, application/x-ndjson; q=0.5', 'application/x-ndjson'],
  ['application/x-ndjson;q=0', 'application/json'],
  ['application/json, application/x-ndjson;q=0.9', 'application/json'],
  ['*/*', 'application/json'],
])('answers Accept: %s with %s', (accept, expected) => {
  expect(respond([accepted, rejected], { headers: { accept } }).type).toBe(expected);
});

it('writes one result per line on request', () => {
  const { type, body } = respond([accepted, rejected], { headers: { accept: 'application/x-ndjson' } });
  expect(type).toBe('application/x-ndjson');
  expect(
    body
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([accepted, rejected]);
});

it.each(['return=minimal', 'respond-async, return=minimal'])(
  'omits accepted results for Prefer: %s',
  (prefer) => {
    const { body } = respond([accepted, rejected], { headers: { prefer } });
    expect(JSON.parse(body)).toMatchObject({ accepted: 1, rejected: 1, verdicts: [rejected] });
  },
);
