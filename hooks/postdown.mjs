import { runSteps } from './lib/steps.mjs';
import { forgetDeployment } from './steps/forget-deployment.mjs';
import { removeManagedGroup } from './steps/remove-managed-group.mjs';

// After `azd down`: what could not go before.
await runSteps([removeManagedGroup, forgetDeployment]);
