import { runSteps } from './lib/steps.mjs';
import { checkTools } from './steps/check-tools.mjs';
import { recoverVault } from './steps/recover-vault.mjs';
import { registerProviders } from './steps/register-providers.mjs';
import { stopStreaming, stopTriggers } from './steps/stop-and-start.mjs';

// Before `azd provision`. The first time nothing is deployed, so there is nothing to stop.
await runSteps(
  [checkTools, registerProviders, recoverVault, stopStreaming, stopTriggers].map((step) =>
    step === checkTools ? step : { ...step, needs: checkTools.title },
  ),
);
