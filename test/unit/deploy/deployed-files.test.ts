import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ignore from 'ignore';
import { readByCoreTools } from '../../testing/fixtures/core-tools-ignore';

const ROOT = resolve(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Files of git, so that untracked files do not matter, and compiled files. */
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);
const built = readdirSync(join(ROOT, 'dist'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));

const git = ignore().add(read('.funcignore'));
const coreTools = readByCoreTools(read('.funcignore'));
/** The two readers of .funcignore: azd with Git's rules, `func` with its own. */
const readers: readonly (readonly [string, (path: string) => boolean])[] = [
  ['azd', (path) => !git.ignores(path)],
  ['Core Tools', coreTools],
];

describe.each(readers)('.funcignore, as %s reads it', (_reader, isDeployed) => {
  it('admits only the bundled app, its page and its host settings', () => {
    const kept = [...tracked, ...built].filter(isDeployed);
    expect(kept).toEqual(
      expect.arrayContaining([
        'package.json',
        'host.json',
        'dist/app/main.js',
        'dist/app/axios.js',
        'dist/monitor/index.html',
      ]),
    );
    const others = kept.filter((path) => !/^(dist\/app\/|dist\/monitor\/|(package|host)\.json$)/.test(path));
    expect(others).toEqual([]);
  });

  it.each([
    'npm-debug.log',
    'secret.txt',
    'id_rsa',
    '.env',
    'local.settings.json',
    'local.settings.production.json',
    'notes/plan.md',
    'dist/.tsbuildinfo',
    'dist/old/index.js',
    'dist/commands/power-bi.js',
    'dist/source-maps/app/main.js.map',
    'package.zip',
    'host.yaml',
  ])('excludes %s, which no list names', (stray) => {
    expect(isDeployed(stray)).toBe(false);
  });
});

it('excludes installed packages for Core Tools, which packs the folder of the repository', () => {
  expect(coreTools('node_modules/some-package/src/index.js')).toBe(false);
});

it('runs the bundle and no local code', () => {
  expect(JSON.parse(read('package.json'))).toMatchObject({ main: 'dist/app/main.js' });
});
