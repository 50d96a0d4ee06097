import { runSteps } from './lib/steps.mjs';
import { leavePowerBi } from './steps/grant-power-bi.mjs';
import { closeLake } from './steps/open-lake.mjs';
import { noteManagedGroup } from './steps/remove-managed-group.mjs';
import { removeRole } from './steps/remove-role.mjs';
import { removeLocalSettings } from './steps/write-local-settings.mjs';

// Before `azd down`: removes objects outside of the resource group, which azd does not remove.
await runSteps([closeLake, noteManagedGroup, leavePowerBi, removeRole, removeLocalSettings]);
