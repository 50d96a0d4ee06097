import { startTestStack, type TestStack } from '../testing/fixtures/stack';
import { describeSkippedEvents } from './skipped-events.suite';
import { describeStuckPartition } from './stuck-partition.suite';

// These suites share one stack, because a start costs seconds of CPU time. The last one restarts the app.
let stack: TestStack;
const running = (): TestStack => stack;

beforeAll(async () => {
  stack = await startTestStack({
    faultEndpoints: true,
    partitionCount: 3,
    settings: {
      SWEEP_SCHEDULE: '*/2 * * * * *',
      SWEEP_AFTER_SECONDS: '1',
      LANDING_AGE_SCHEDULE: '* * * * * *',
    },
  });
});
afterAll(() => stack.end());

describeSkippedEvents(running);
describeStuckPartition(running);
