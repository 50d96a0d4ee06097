import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { messageOf } from './errors.mjs';

/**
 * Remedies for missing tools.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const REMEDIES = {
  az: 'install the Azure CLI, https://aka.ms/azure-cli, and run `az login`',
  azd: 'install the Azure Developer CLI, https://aka.ms/azd',
  databricks: 'install the Databricks CLI 0.250 or later, https://docs.databricks.com/dev-tools/cli/install',
  sqlcmd:
    'install sqlcmd (Go), https://aka.ms/sqlcmd; the older one of ODBC cannot use the sign-in of the Azure CLI',
  gh: 'install the GitHub CLI, https://cli.github.com',
  npm: 'install Node.js 20.15 or later, which includes npm',
};

/**
 * Returns the command that starts a tool, as a program and its first arguments. No shell is used, so arguments are
 * never interpreted.
 *
 * On Windows `az` and `npm` are batch files, which need a shell. Both only start a program, so that program is
 * started instead.
 *
 * @param {string} tool
 * @param {{platform?: string, path?: string, node?: string, exists?: (file: string) => boolean}} [options]
 * @returns {{command: string, args: string[]}}
 * @throws Error with a remedy if the tool is missing
 */
export function findTool(
  tool,
  {
    platform = process.platform,
    path = process.env['PATH'] ?? process.env['Path'] ?? '',
    node = process.execPath,
    exists = existsSync,
  } = {},
) {
  if (tool === 'node') return { command: node, args: [] };
  if (platform !== 'win32') {
    const file = search(path, [tool], exists);
    if (file) return { command: file, args: [] };
  } else if (tool === 'npm') {
    const script = join(dirname(node), 'node_modules', 'npm', 'bin', 'npm-cli.js');
    if (exists(script)) return { command: node, args: [script] };
  } else {
    const file = search(path, [`${tool}.exe`], exists);
    if (file) return { command: file, args: [] };
    const batch = tool === 'az' && search(path, ['az.cmd'], exists);
    const python = batch && join(dirname(batch), '..', 'python.exe');
    if (python && exists(python)) return { command: python, args: ['-IBm', 'azure.cli'] };
  }
  throw new Error(`${tool} is not on this machine; ${REMEDIES[tool] ?? 'install it'}`);
}

/**
 * Remedies for the tools that are missing on this machine.
 *
 * @param {readonly string[]} tools
 */
export function whatIsMissing(tools) {
  return tools.flatMap((tool) => {
    try {
      findTool(tool);
      return [];
    } catch (error) {
      return [messageOf(error)];
    }
  });
}

/**
 * @param {string} path folders, as in the variable PATH
 * @param {readonly string[]} names
 * @param {(file: string) => boolean} exists
 */
function search(path, names, exists) {
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    for (const name of names) {
      const file = join(folder, name);
      if (exists(file)) return file;
    }
  }
  return undefined;
}
