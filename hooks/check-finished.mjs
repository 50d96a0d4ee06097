import { load } from './lib/environment.mjs';
import { runSteps } from './lib/steps.mjs';
import { finish } from './steps/finish.mjs';

// For CI: fails if a step after `azd provision` failed, so that no new app is deployed beside an old bundle.
await load();
await runSteps([finish]);
