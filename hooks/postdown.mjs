import { runSteps } from './lib/steps.mjs';
import { forgetDeployment } from './steps/forget-deployment.mjs';
import { removeManagedGroup } from './steps/remove-managed-group.mjs';

// After `azd down`: removes resources that could not be removed before.
await runSteps([removeManagedGroup, forgetDeployment]);
