import { join } from 'node:path';
import { readAppIdentity, setAppSettings } from '../lib/azure.mjs';
import {
  bundleTarget,
  callDatabricks,
  databricksEnvironment,
  readDatabricks,
  runDatabricks,
} from '../lib/databricks.mjs';
import { keep, need, valueOf } from '../lib/environment.mjs';
import { stderrOf } from '../lib/errors.mjs';
import { readCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';
import { withRetries } from '../lib/with-retries.mjs';

const BUNDLE = join(import.meta.dirname, '..', '..', 'databricks');
const SERVICE_PRINCIPALS = '/api/2.0/preview/scim/v2/ServicePrincipals';

const bundleArgs = () => {
  const workers = valueOf('DATABRICKS_WORKERS');
  const timeZone = valueOf('BUSINESS_TIME_ZONE');
  return [
    '--target',
    bundleTarget(),
    '--var',
    `lake=abfss://{container}@${need('LAKE_NAME')}.dfs.core.windows.net`,
    ...(workers === undefined ? [] : ['--var', `workers=${workers}`]),
    ...(timeZone === undefined ? [] : ['--var', `business_time_zone=${timeZone}`]),
  ];
};

/** Deploys the models and the job to the workspace. The CLI compares and changes only the differences. */
export const deployBundle = {
  title: 'Databricks bundle',
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    await runDatabricks(['bundle', 'deploy', ...bundleArgs()], { cwd: BUNDLE });
    /** @type {{resources?: {jobs?: {refresh?: {id?: string | number}}}} | undefined} */
    const summary = await readCli('databricks', ['bundle', 'summary', ...bundleArgs(), '--output', 'json'], {
      cwd: BUNDLE,
      env: databricksEnvironment(),
    });
    const id = summary?.resources?.jobs?.refresh?.id;
    if (id === undefined) throw new Error('the bundle has no job `refresh` after its deployment');
    await keep('DATABRICKS_JOB_ID', String(id));
    return done(`target ${bundleTarget()}, job ${id}`);
  },
};

/**
 * @typedef {{service_principal_name?: string, all_permissions?: readonly {permission_level: string}[]}} Grants of one
 * principal
 */

/** The app starts and cancels runs of this job, and has no other rights in the workspace. */
export const grantJob = {
  title: 'right of the app to run the job',
  needs: deployBundle.title,
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    const { clientId } = await readAppIdentity();
    const filter = encodeURIComponent(`applicationId eq "${clientId}"`);
    /** @type {{Resources?: readonly unknown[]}} */
    const { Resources: known = [] } = await readDatabricks(`${SERVICE_PRINCIPALS}?filter=${filter}`);
    if (known.length === 0)
      await callDatabricks('post', SERVICE_PRINCIPALS, {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal'],
        applicationId: clientId,
        displayName: need('FUNCTION_APP_NAME'),
        active: true,
      });
    const job = `/api/2.0/permissions/jobs/${need('DATABRICKS_JOB_ID')}`;
    /** @type {{access_control_list?: readonly Grants[]}} */
    const { access_control_list: entries = [] } = await readDatabricks(job);
    const mine = entries.find((entry) => entry.service_principal_name === clientId)?.all_permissions ?? [];
    const level = 'CAN_MANAGE_RUN';
    if (mine.some(({ permission_level: given }) => given === level)) return unchanged(level);
    await withRetries(
      () =>
        callDatabricks('patch', job, {
          access_control_list: [{ service_principal_name: clientId, permission_level: level }],
        }),
      // Until the new principal is known everywhere in the workspace.
      { isPassing: (error) => /does not exist/i.test(stderrOf(error)) },
    );
    return done(level);
  },
};

export const nameJob = {
  title: 'job id in the settings of the app',
  needs: deployBundle.title,
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    const id = need('DATABRICKS_JOB_ID');
    const changed = await setAppSettings({ DATABRICKS_JOB_ID: id });
    return changed.length > 0 ? done(`DATABRICKS_JOB_ID=${id}`) : unchanged(`DATABRICKS_JOB_ID=${id}`);
  },
};
