import { isOn } from './lib/environment.mjs';
import { runSteps } from './lib/steps.mjs';
import { checkTools } from './steps/check-tools.mjs';
import { stopStreaming, stopTriggers } from './steps/streaming.mjs';

// Before `azd provision`. A first time nothing is deployed, so there is nothing to stop.
await runSteps([
  checkTools,
  ...(isOn('KEEP_STREAMING')
    ? []
    : [stopStreaming, stopTriggers].map((step) => ({ ...step, needs: checkTools.title }))),
]);
