import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { callRest, readRest, setAppSettings } from '../lib/azure.mjs';
import { isOn, keep, need, valueOf } from '../lib/environment.mjs';
import { done, skipped } from '../lib/steps.mjs';

// https://learn.microsoft.com/rest/api/fabric/semanticmodel/items/create-semantic-model
const FABRIC = 'https://api.fabric.microsoft.com';
const FOLDER = join(import.meta.dirname, '..', '..', 'power-bi', 'Sluice.SemanticModel');
const NAME = 'Sluice';
const LOOKS = 30;
const LOOK_SECONDS = Number(process.env['SLUICE_HOOKS_WAIT_SECONDS'] ?? 10);

/** Deploys Gold's semantic model if DEPLOY_SEMANTIC_MODEL is true. A person sets its credential for the lake. */
export const deploySemanticModel = {
  title: "Gold's semantic model",
  async run() {
    if (valueOf('POWER_BI_WORKSPACE_ID') === undefined) return skipped('POWER_BI_WORKSPACE_ID is not set');
    if (!isOn('DEPLOY_SEMANTIC_MODEL'))
      return skipped('DEPLOY_SEMANTIC_MODEL is not true; see power-bi/README.md');
    const models = `${FABRIC}/v1/workspaces/${need('POWER_BI_WORKSPACE_ID')}/semanticModels`;
    const definition = { parts: await readParts() };
    const known = await findModel(models);
    if (known === undefined) await send(models, { displayName: NAME, definition });
    else await send(`${models}/${known}/updateDefinition`, { definition });
    const id = known ?? (await waitFor(models));
    await keep('POWER_BI_SEMANTIC_MODEL_ID', id);
    await setAppSettings({ POWER_BI_SEMANTIC_MODEL_ID: id });
    return done(
      `deployed to ${id}; set the credential of its source once: Power BI, settings of the model, data source credentials`,
    );
  },
};

/** Every file of the folder, with the address of this lake instead of the example. */
async function readParts() {
  const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== '.platform');
  const parts = await Promise.all(
    files.map(async (entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = (await readFile(file, 'utf8')).replace(
        'expression LakeAddress = "https://account.dfs.core.windows.net"',
        `expression LakeAddress = "https://${need('LAKE_NAME')}.dfs.core.windows.net"`,
      );
      return {
        path: file.slice(FOLDER.length + 1).replaceAll('\\', '/'),
        payload: Buffer.from(text).toString('base64'),
        payloadType: 'InlineBase64',
      };
    }),
  );
  return parts.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The definition is too long for an argument, so it is passed in a file.
 *
 * @param {string} url
 * @param {unknown} body
 */
async function send(url, body) {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  try {
    const file = join(folder, 'definition.json');
    await writeFile(file, JSON.stringify(body));
    await callRest('post', url, { resource: FABRIC, body: `@${file}` });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {string} models address of the models of a workspace */
async function findModel(models) {
  /** @type {{value?: readonly {id: string, displayName: string}[]}} */
  const { value = [] } = await readRest(models, { resource: FABRIC });
  return value.find(({ displayName }) => displayName === NAME)?.id;
}

/**
 * Fabric may accept the request (202) and create the model later.
 *
 * @param {string} models address of the models of a workspace
 */
async function waitFor(models) {
  for (let look = 1; look <= LOOKS; look += 1) {
    const id = await findModel(models);
    if (id !== undefined) return id;
    await wait(LOOK_SECONDS * 1000);
  }
  throw new Error(`Fabric accepted the definition, but there is no model "${NAME}" yet; check the workspace`);
}
