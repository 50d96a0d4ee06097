import { runSteps } from './lib/steps.mjs';
import { createPushDataset } from './steps/create-push-dataset.mjs';
import { deploySemanticModel } from './steps/deploy-semantic-model.mjs';
import { finish } from './steps/finish.mjs';
import { grantPowerBi } from './steps/grant-power-bi.mjs';
import { startFirstRefresh } from './steps/start-first-refresh.mjs';
import { writeLocalSettings } from './steps/write-local-settings.mjs';

// After `azd deploy`: what needs the built app, and what is told about everything else.
await runSteps([
  grantPowerBi,
  createPushDataset,
  deploySemanticModel,
  writeLocalSettings,
  startFirstRefresh,
  finish,
]);
