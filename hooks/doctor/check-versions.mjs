import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOn } from '../lib/environment.mjs';
import { REMEDIES } from '../lib/find-tool.mjs';
import { runCli } from '../lib/run-cli.mjs';
import { done, skipped } from '../lib/steps.mjs';

const ROOT = join(import.meta.dirname, '..', '..');

/** @param {string} file */
const read = (file) => readFileSync(join(ROOT, file), 'utf8');

/**
 * Returns the first version in a text, as numbers.
 *
 * @param {string} text
 */
const versionIn = (text) => /(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number);

/** @param {readonly number[]} version */
const format = (version) => version.join('.');

/**
 * Whether a version is at least the other one.
 *
 * @param {readonly number[]} version
 * @param {readonly number[]} least
 */
function isAtLeast(version, least) {
  for (const [index, part] of least.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

/** The Node.js version in package.json. */
function minNode() {
  const version = versionIn(JSON.parse(read('package.json')).engines?.node ?? '');
  if (version === undefined)
    throw new Error('package.json has no version of Node.js; add "engines": {"node": ">=20.15.0"}');
  return version;
}

/** The azd version in azure.yaml. */
function minAzd() {
  const version = versionIn(/^requiredVersions:\s+azd: '>= ([^']+)'/m.exec(read('azure.yaml'))?.[1] ?? '');
  if (version === undefined)
    throw new Error("azure.yaml has no version of azd; add azd: '>= 1.18.0' to requiredVersions");
  return version;
}

/**
 * @param {string} tool
 * @param {{least: () => number[], args: string[], isNeeded?: () => boolean, part?: string}} options `args` print the
 * version; `part` is the switch that needs the tool
 */
function versionCheck(tool, { least, args, isNeeded = () => true, part }) {
  return {
    title: tool,
    async run() {
      if (!isNeeded()) return skipped(`${part} is not true`);
      const version = versionIn(tool === 'node' ? process.version : await runCli(tool, args));
      if (version === undefined) throw new Error(`${tool} does not print its version; ${REMEDIES[tool]}`);
      if (!isAtLeast(version, least()))
        throw new Error(`${format(version)} is older than ${format(least())}; ${REMEDIES[tool]}`);
      return done(format(version));
    },
  };
}

/** Titles are the tools' names, to which later checks refer. */
export const versionChecks = [
  versionCheck('node', { least: minNode, args: [] }),
  versionCheck('npm', { least: () => [10, 0, 0], args: ['--version'] }),
  // The first version with `az functionapp list-flexconsumption-locations`.
  versionCheck('az', {
    least: () => [2, 60, 0],
    args: ['version', '--output', 'json', '--query', '"azure-cli"'],
  }),
  versionCheck('azd', {
    least: minAzd,
    args: ['version'],
  }),
  versionCheck('databricks', {
    least: () => [0, 250, 0],
    args: ['version'],
    isNeeded: () => isOn('DEPLOY_DATABRICKS', true),
    part: 'DEPLOY_DATABRICKS',
  }),
  versionCheck('sqlcmd', {
    // The older one of ODBC has no --version and ends with an error.
    least: () => [1, 0, 0],
    args: ['--version'],
    isNeeded: () => isOn('DEPLOY_SYNAPSE'),
    part: 'DEPLOY_SYNAPSE',
  }),
];
