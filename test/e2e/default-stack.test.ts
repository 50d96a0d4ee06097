import { startTestStack, type TestStack } from '../testing/fixtures/stack';
import { describeAppSettings } from './app-settings.suite';
import { describeIngest } from './ingest.suite';
import { describeLanding } from './landing.suite';
import { describeQuarantine } from './quarantine.suite';
import { describeService } from './service.suite';

// These suites share one stack, because a start costs seconds of CPU time. The order matters: the first expects an idle
// stack, and the last restarts the app.
let stack: TestStack;
const running = (): TestStack => stack;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.end());

describeService(running);
describeLanding(running);
describeIngest(running);
describeQuarantine(running);
describeAppSettings(running);
