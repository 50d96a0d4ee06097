import { type InvocationContext } from '@azure/functions';
import { type SweepResult } from '../../../src/lib/landing/bronze-writer';
import { type SweepOutcome } from '../../../src/lib/event-log/sweep-hubs';
import { toSequenceNumber, toSlot } from '../../../src/lib/event-log/positions';
import { createSweepLandingHandler } from '../../../src/lib/landing/trigger/sweep-handler';
import { createSweepLiveHandler } from '../../../src/lib/live/trigger/sweep-handler';

function createContext() {
  const logged: [string, unknown][] = [];
  const log = (level: string) => (message: unknown) => void logged.push([level, message]);
  const context = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  return { context: context as unknown as InvocationContext, logged };
}

const GAP = { from: toSequenceNumber(2), to: toSequenceNumber(4), reason: 'retention' as const };
const SLOT = {
  slot: toSlot(7),
  path: 'a/path',
  metadata: {
    firstSequenceNumber: toSequenceNumber(5),
    lastSequenceNumber: toSequenceNumber(9),
    lastEnqueuedTime: '2026-11-21T03:00:00.000Z',
    accepted: 4,
    quarantined: 1,
    sha256: '',
    attempt: 1,
    gaps: [GAP],
    readBy: 'sweep' as const,
  },
};
const swept = (result: Partial<SweepResult>): SweepOutcome<SweepResult> => ({
  source: 'iot',
  outcome: 'swept',
  partition: 3,
  result: { slots: [], gaps: [], warnings: [], ...result },
});

describe('the handler that sweeps landing', () => {
  const handle = (...outcomes: SweepOutcome<SweepResult>[]) =>
    createSweepLandingHandler(() => Promise.resolve(outcomes));

  it('logs the landed slots and the events that the hub had deleted', async () => {
    const { context, logged } = createContext();
    await handle(swept({ slots: [SLOT], gaps: [GAP], warnings: ['the hint'] }))(context);
    expect(logged).toEqual([
      ['debug', 'landed a/path: 4 accepted, 1 quarantined'],
      ['warn', expect.stringContaining('partition 3, sequence numbers 5 to 9')],
      [
        'error',
        'events lost before landing: partition 3, sequence numbers 2 to 4, deleted by the retention of the hub',
      ],
      ['warn', 'the hint'],
    ]);
  });

  it('logs once events that no slot can record yet', async () => {
    const { context, logged } = createContext();
    const sweep = handle(swept({ gaps: [GAP] }));
    await sweep(context);
    await sweep(context);
    expect(logged).toEqual([['error', expect.stringContaining('sequence numbers 2 to 4')]]);
  });

  it('fails after all partitions are swept when one failed, and names it', async () => {
    const { context, logged } = createContext();
    const failed = { source: 'iot', outcome: 'failed', partition: 0, error: new Error('403') } as const;
    await expect(handle(failed, swept({ slots: [SLOT] }))(context)).rejects.toThrow(
      '1 of 2 partitions could not be swept (iot 0): Error: 403',
    );
    expect(logged[0]).toEqual(['debug', expect.stringContaining('landed a/path')]);
  });
});

describe('the handler that sweeps live windows', () => {
  it('logs how many events it read', async () => {
    const { context, logged } = createContext();
    const outcomes = [3, 0].map((result, partition) => ({
      ...({ source: 'iot', outcome: 'swept', partition, result: { aggregated: result, lost: [] } } as const),
    }));
    let noted = 0;
    await createSweepLiveHandler(() => ({
      noteViewStarts: () => {
        noted += 1;
        return Promise.resolve();
      },
      sweep: () => Promise.resolve(outcomes),
    }))(context);
    expect(noted).toBe(1);
    expect(logged).toEqual([['info', expect.stringContaining('iot, partition 0: 3 events')]]);
  });

  it('fails when a hub did not answer', async () => {
    const failed = { source: 'iot', outcome: 'failed', error: new Error('gone') } as const;
    await expect(
      createSweepLiveHandler(() => ({
        noteViewStarts: () => Promise.resolve(),
        sweep: () => Promise.resolve([failed]),
      }))(createContext().context),
    ).rejects.toThrow('(iot)');
  });
});
