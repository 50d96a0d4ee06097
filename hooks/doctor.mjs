import { checkAzdEnvironment } from './doctor/check-azd-environment.mjs';
import { checkProviders } from './doctor/check-providers.mjs';
import { checkQuotas } from './doctor/check-quotas.mjs';
import { checkRegion } from './doctor/check-region.mjs';
import { checkRoles } from './doctor/check-roles.mjs';
import { checkAzSignIn, checkAzdSignIn } from './doctor/check-sign-in.mjs';
import { versionChecks } from './doctor/check-versions.mjs';
import { runSteps } from './lib/steps.mjs';

// Lists missing prerequisites of a deployment, each with its remedy. Changes nothing. `npm run azure -- doctor` runs
// it.
const steps = [
  checkAzdEnvironment,
  ...versionChecks,
  checkAzSignIn,
  checkAzdSignIn,
  checkRoles,
  checkProviders,
  checkRegion,
  checkQuotas,
];
const failed = await runSteps(steps);
if (failed.length === 0)
  console.log(
    '\nAll checked prerequisites are met. Steps of `azd up` check rights in Unity Catalog and Power BI: see docs/deploy.md.',
  );
