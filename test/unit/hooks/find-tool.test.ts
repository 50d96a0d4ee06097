import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const FILE = resolve(__dirname, '../../../hooks/lib/find-tool.mjs');

interface Found {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly error?: string;
}

/** Loads the real module, an ES module, on a machine with these files. */
function find(tool: string, platform: string, files: readonly string[]): Found {
  const code = `
    import { findTool } from ${JSON.stringify(FILE)};
    const files = ${JSON.stringify(files)};
    const options = { platform: ${JSON.stringify(platform)}, path: '/cli/wbin', node: '/node/node.exe', exists: (file) => files.includes(file) };
    try { console.log(JSON.stringify(findTool(${JSON.stringify(tool)}, options))); }
    catch (error) { console.log(JSON.stringify({ error: error.message })); }`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
  ) as Found;
}

it('starts a program of the path', () => {
  expect(find('az', 'linux', ['/cli/wbin/az'])).toEqual({ command: '/cli/wbin/az', args: [] });
  expect(find('azd', 'win32', ['/cli/wbin/azd.exe'])).toEqual({ command: '/cli/wbin/azd.exe', args: [] });
});

it('starts the program of a batch file on Windows, so that no shell reads the arguments', () => {
  expect(find('az', 'win32', ['/cli/wbin/az.cmd', '/cli/python.exe'])).toEqual({
    command: '/cli/python.exe',
    args: ['-IBm', 'azure.cli'],
  });
  const script = join('/node', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  expect(find('npm', 'win32', [script])).toEqual({ command: '/node/node.exe', args: [script] });
});

it.each(['az', 'azd', 'databricks', 'sqlcmd', 'npm'])('reports how to install a missing %s', (tool) => {
  for (const platform of ['linux', 'win32'])
    expect(find(tool, platform, []).error).toMatch(new RegExp(`^${tool} is not on this machine; install `));
});
