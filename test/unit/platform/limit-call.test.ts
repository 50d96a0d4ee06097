import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CALL_MILLISECONDS, limitCall, WORK_MILLISECONDS } from '../../../src/lib/platform/call-limits';
import { RefreshScene } from '../../testing/fixtures/refresh-scene';

const ROOT = resolve(__dirname, '../../..');

/** `hh:mm:ss` */
function toMilliseconds(span: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = span.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** A time that a test advances. */
function manual() {
  const waiting = new Set<() => void>();
  return {
    waiting,
    after: (_milliseconds: number, run: () => void) => {
      waiting.add(run);
      return () => waiting.delete(run);
    },
    pass: () => {
      for (const run of waiting) run();
    },
  };
}

describe('the time of a call', () => {
  it('is at most a fifth of functionTimeout, and work stops before it', () => {
    const host = JSON.parse(readFileSync(join(ROOT, 'host.json'), 'utf8')) as { functionTimeout: string };
    expect(CALL_MILLISECONDS).toBeLessThanOrEqual(toMilliseconds(host.functionTimeout) / 5);
    expect(WORK_MILLISECONDS).toBeLessThanOrEqual(CALL_MILLISECONDS * 0.75);
  });

  it('applies to every timer and every activity', () => {
    const folder = join(ROOT, 'src/functions');
    const limited: string[] = [];
    for (const file of readdirSync(folder)) {
      const text = readFileSync(join(folder, file), 'utf8');
      // From each registration to its end. Its handler is in between.
      for (const [found, kind] of text.matchAll(/app\.(timer|client\.timer|activity)\([\s\S]*?\n? *\}\);/g)) {
        expect([file, kind, found]).toEqual([file, kind, expect.stringContaining('limitCall(')]);
        limited.push(`${file} ${kind}`);
      }
    }
    expect(limited).toEqual([
      'deliverWindows.ts timer',
      'indexQuarantine.ts timer',
      'landingAge.ts timer',
      'refreshOrchestrations.ts activity',
      'refreshTimers.ts client.timer',
      'refreshTimers.ts client.timer',
      'refreshTimers.ts client.timer',
      'simulateTimers.ts timer',
      'sweepLanding.ts timer',
      'sweepLive.ts timer',
    ]);
  });

  it('ends hanging work with a transient error', async () => {
    const { after, pass, waiting } = manual();
    const call = limitCall('deliverWindows', () => new Promise<never>(() => undefined), { after });
    pass();
    await expect(call).rejects.toMatchObject({
      code: 'call_timeout',
      kind: 'transient',
      message: 'deliverWindows took longer than 60 s; its next call continues',
    });
    expect(waiting.size).toBe(0);
  });

  it('does not affect work that ends or fails in time', async () => {
    const { after, waiting } = manual();
    expect(await limitCall('one', () => Promise.resolve(7), { after })).toBe(7);
    await expect(limitCall('one', () => Promise.reject(new Error('no')), { after })).rejects.toThrow('no');
    expect(waiting.size).toBe(0);
  });
});

it.each([
  'refreshBegin',
  'refreshPlan',
  'refreshStartRun',
  'refreshPollRun',
  'refreshCheckQuality',
  'refreshFinish',
])('lets a refresh continue in the next call of %s when one hangs', async (activity) => {
  let calls = 0;
  const scene: RefreshScene = new RefreshScene({
    beforeActivity: (name) => {
      if (name !== activity || ++calls > 1) return;
      const { after, pass } = manual();
      const call = limitCall(name, () => new Promise<never>(() => undefined), { after });
      scene.clock.now += CALL_MILLISECONDS;
      pass();
      return call;
    },
  });
  expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
  expect(calls).toBeGreaterThan(1);
  expect(scene.job.runs).toHaveLength(1);
});
