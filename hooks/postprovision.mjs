import { keep } from './lib/environment.mjs';
import { runSteps } from './lib/steps.mjs';
import { approveEndpoints } from './steps/approve-endpoints.mjs';
import { deployBundle, grantJob, nameJob } from './steps/deploy-bundle.mjs';
import { findDatabricksCli } from './steps/find-databricks-cli.mjs';
import { keepPepper } from './steps/keep-pepper.mjs';
import { openLake } from './steps/open-lake.mjs';
import { createSynapseViews, prepareSynapse } from './steps/run-synapse-sql.mjs';
import { sharePepper } from './steps/share-pepper.mjs';
import { startStreaming, startTriggers } from './steps/stop-and-start.mjs';

// After `azd provision`: steps that Bicep cannot do, in the order of their dependencies.
const unfinished = await runSteps([
  keepPepper,
  findDatabricksCli,
  { ...sharePepper, needs: [keepPepper.title, findDatabricksCli.title] },
  { ...openLake, needs: findDatabricksCli.title },
  { ...deployBundle, needs: findDatabricksCli.title },
  grantJob,
  nameJob,
  approveEndpoints,
  prepareSynapse,
  createSynapseViews,
  startStreaming,
  startTriggers,
]);
// azd deploys the app even after failed steps (azure.yaml), so the next hook checks this list.
await keep('UNFINISHED_STEPS', unfinished.join('; '));
