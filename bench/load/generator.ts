import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { makeBodies, type ReadyBody } from './bodies';
import { type LoadMessage, type LoadOptions, type LoadReport, type SentRequest } from './load';

const options = JSON.parse(process.argv[2] ?? '{}') as LoadOptions;
const bodies = makeBodies(options);
const pool = new Pool(options.baseUrl, { connections: options.inFlight, pipelining: 1 });

process.once('message', () => {
  send().then(
    (report) => {
      tell({ type: 'sent', report });
    },
    (error: unknown) => {
      tell({ type: 'failed', message: String(error) });
    },
  );
});
tell({ type: 'ready' });

function tell(message: LoadMessage): void {
  process.send?.(message);
}

async function send(): Promise<LoadReport> {
  const { events, recordsPerRequest, inFlight, eventsPerSecond } = options;
  const count = Math.ceil(events / recordsPerRequest);
  const requests: SentRequest[] = [];
  const cpuBefore = process.cpuUsage();
  const firstPostAt = now();
  let next = 0;
  let posted = 0;
  let bytes = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const body = bodies[index % bodies.length];
      if (body === undefined) throw new Error('there is no body to send');
      const dueAt =
        eventsPerSecond === undefined
          ? now()
          : firstPostAt + (index * recordsPerRequest * 1000) / eventsPerSecond;
      if (dueAt > now()) await pause(dueAt - now());
      await post(body);
      posted += body.records;
      bytes += body.body.length - body.records;
      requests.push({ dueAt, acceptedAt: now(), ids: eventsPerSecond === undefined ? [] : body.ids });
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    firstPostAt,
    lastAcceptedAt: now(),
    events: posted,
    meanRecordBytes: bytes / posted,
    cpuSeconds: (user + system) / 1e6,
    requests,
  };
}

async function post({ path, body }: ReadyBody): Promise<void> {
  const { statusCode, body: answer } = await pool.request({
    path,
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', prefer: 'return=minimal' },
    body,
  });
  const text = await answer.text();
  if (statusCode !== 202) throw new Error(`POST ${path} returned ${statusCode}: ${text.slice(0, 500)}`);
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
