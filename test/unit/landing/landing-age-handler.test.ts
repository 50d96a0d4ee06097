import { type InvocationContext } from '@azure/functions';
import { type LandingAge } from '../../../src/lib/landing/landing-ages';
import { createLandingAgeHandler } from '../../../src/lib/landing/trigger/landing-age-handler';
import { PARTITION } from '../../testing/fixtures/events';

const age = (change: Partial<LandingAge> = {}): LandingAge => ({
  ...PARTITION,
  seconds: 0,
  events: 0,
  lost: undefined,
  ...change,
});

function scene() {
  const reading = { ages: [age()] as readonly LandingAge[], faults: [] as readonly unknown[] };
  const recorded: (readonly LandingAge[])[] = [];
  const logged: string[] = [];
  const log = (level: string) => (text: unknown) => {
    logged.push(`${level}: ${String(text)}`);
  };
  const context = { warn: log('warn'), error: log('error') } as unknown as InvocationContext;
  const handle = createLandingAgeHandler(() => ({
    ages: { measure: () => Promise.resolve(reading) },
    gauge: { record: (ages) => recorded.push(ages) },
  }));
  return { reading, recorded, logged, run: () => handle(undefined, context) };
}

it('records every age, and logs nothing while landing keeps up', async () => {
  const { recorded, logged, reading, run } = scene();
  await run();
  expect(recorded).toEqual([reading.ages]);
  expect(logged).toEqual([]);
});

it('names a partition that is behind', async () => {
  const { reading, logged, run } = scene();
  reading.ages = [age({ seconds: 299, events: 1 }), age({ partition: 2, seconds: 300, events: 7 })];
  await run();
  expect(logged).toEqual([
    'warn: landing is behind: iot, partition 2: 7 events wait, one for 300 seconds or longer',
  ]);
});

it('logs lost events once, with the words that the alert searches', async () => {
  const { reading, logged, run } = scene();
  reading.ages = [age({ lost: { from: 10, to: 49 } })];
  await run();
  await run();
  reading.ages = [age({ lost: { from: 10, to: 60 } })];
  await run();
  expect(logged).toEqual([
    'error: events lost before landing: iot, partition 3, sequence numbers 10 to 49',
    'error: events lost before landing: iot, partition 3, sequence numbers 10 to 60',
  ]);
});

it('fails after it recorded the other ages when something could not be read', async () => {
  const { reading, recorded, run } = scene();
  reading.faults = [new Error('lake 503')];
  await expect(run()).rejects.toMatchObject({ code: 'landing_age_unknown', kind: 'transient' });
  expect(recorded).toHaveLength(1);
});
