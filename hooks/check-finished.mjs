import { load } from './lib/environment.mjs';
import { runSteps } from './lib/steps.mjs';
import { finish } from './steps/finish.mjs';

// For CI, which stops where a step after `azd provision` failed: no new app beside an old bundle.
await load();
await runSteps([finish]);
