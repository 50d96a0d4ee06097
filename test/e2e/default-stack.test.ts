import { startTestStack, type TestStack } from '../testing/fixtures/stack';
import { describeAppSettings } from './app-settings.suite';
import { describeIngest } from './ingest.suite';
import { describeLanding } from './landing.suite';
import { describeService } from './service.suite';

// One stack for all that needs no other: a start costs seconds of CPU time. The order matters: nothing has happened
// before the first, and the last starts the app again.
let stack: TestStack;
const running = (): TestStack => stack;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.end());

describeService(running);
describeLanding(running);
describeIngest(running);
describeAppSettings(running);
