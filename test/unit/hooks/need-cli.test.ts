import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const FILE = resolve(__dirname, '../../../hooks/lib/run-cli.mjs');

/** The result of `needCli`, or the message of its error, for a program of Node. */
function need(program: string): unknown {
  const code = `
    import { needCli } from ${JSON.stringify(FILE)};
    console.log(JSON.stringify(await needCli('node', ['-e', ${JSON.stringify(program)}]).catch((error) => error.message)));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
  );
}

it('returns the answer of a tool', () => {
  expect(need('console.log("[1, 2]")')).toEqual([1, 2]);
});

it('reports the command and the remedy for an empty answer', () => {
  expect(need('0')).toBe(
    'node -e 0 … returned an empty answer instead of JSON; run it manually to find the reason',
  );
});

it('refuses an answer that is not JSON', () => {
  expect(need('console.log("no")')).toMatch(/^node -e .* did not answer in JSON$/);
});
