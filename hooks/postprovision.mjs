import { runSteps } from './lib/steps.mjs';
import { deployBundle, grantJob, nameJob } from './steps/deploy-bundle.mjs';
import { keepPepper } from './steps/keep-pepper.mjs';
import { openLake } from './steps/open-lake.mjs';
import { createSynapseViews, prepareSynapse } from './steps/run-synapse-sql.mjs';
import { sharePepper } from './steps/share-pepper.mjs';
import { startStreaming, startTriggers } from './steps/streaming.mjs';

// After `azd provision`: what Bicep cannot do, in the order in which one needs the other.
await runSteps([
  keepPepper,
  { ...sharePepper, needs: keepPepper.title },
  openLake,
  deployBundle,
  grantJob,
  nameJob,
  prepareSynapse,
  createSynapseViews,
  startStreaming,
  startTriggers,
]);
