import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ignore from 'ignore';
import { readByCoreTools } from '../../testing/fixtures/core-tools-ignore';

const ROOT = resolve(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Files that git knows, so that what a person has lying about decides nothing; and what the build made. */
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);
const built = readdirSync(join(ROOT, 'dist'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));

const git = ignore().add(read('.funcignore'));
const coreTools = readByCoreTools(read('.funcignore'));
/** Who decides what is deployed from .funcignore: azd by Git's rules, `func` by its own. */
const readers: readonly (readonly [string, (path: string) => boolean])[] = [
  ['azd', (path) => !git.ignores(path)],
  ['Core Tools', coreTools],
];

describe.each(readers)('.funcignore, as %s reads it', (_reader, isDeployed) => {
  it('lets the built app, its contracts and its host settings through, and nothing else', () => {
    const kept = [...tracked, ...built].filter(isDeployed);
    expect(kept).toEqual(
      expect.arrayContaining([
        'package.json',
        'package-lock.json',
        'host.json',
        'dist/src/index.js',
        'dist/src/functions/land.js',
        'dist/monitor/index.html',
        'schemas/iot/telemetry.v1.json',
      ]),
    );
    const others = kept.filter(
      (path) =>
        !/^(dist\/src\/(index\.js|functions\/|lib\/)|dist\/monitor\/|schemas\/|(package|package-lock|host)\.json$)/.test(
          path,
        ),
    );
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
    'dist/src/commands/power-bi.js',
    'package.zip',
    'host.yaml',
  ])('keeps back %s, which no list names', (stray) => {
    expect(isDeployed(stray)).toBe(false);
  });

  it('leaves installed packages whole', () => {
    expect(isDeployed('node_modules/some-package/src/index.js')).toBe(true);
    expect(isDeployed('node_modules/some-package/test/build/local.json')).toBe(true);
    expect(isDeployed('node_modules/some-package/dist/src/commands/run.js')).toBe(true);
  });
});

it('runs the compiled functions and nothing local', () => {
  expect(JSON.parse(read('package.json'))).toMatchObject({ main: 'dist/src/{index.js,functions/*.js}' });
});
