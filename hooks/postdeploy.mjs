import { runSteps } from './lib/steps.mjs';
import { createPushDataset } from './steps/create-push-dataset.mjs';
import { deploySemanticModel } from './steps/deploy-semantic-model.mjs';
import { finish } from './steps/finish.mjs';
import { grantPowerBi } from './steps/grant-power-bi.mjs';
import { startFirstRefresh } from './steps/start-first-refresh.mjs';
import { writeLocalSettings } from './steps/write-local-settings.mjs';

// After `azd deploy`: steps that need the built app, and a summary of the other steps.
await runSteps([
  grantPowerBi,
  createPushDataset,
  deploySemanticModel,
  writeLocalSettings,
  startFirstRefresh,
  finish,
]);
