import { join, resolve } from 'node:path';
import { isBuilt } from '../../tools/is-built.cjs';

const ROOT = resolve(__dirname, '../..');
/** Where the compiler puts what it makes of a folder. */
const OUTPUTS: Readonly<Record<string, string>> = {
  src: 'dist/src',
  local: 'build/local',
  lakehouse: 'build/lakehouse',
};

let built: boolean | undefined;

/**
 * The arguments with which Node runs a program of the repository: compiled where the build is as new as its sources, as it
 * is in `npm test`, and from its TypeScript otherwise, which takes twice the time.
 *
 * @param script path below the repository, such as `local/lake/main.ts`
 */
export function programArguments(script: string): readonly string[] {
  const slash = script.indexOf('/');
  const output = OUTPUTS[script.slice(0, slash)];
  // Compared once a test file: it takes the time of every source.
  built ??= isBuilt();
  return output !== undefined && built
    ? [join(ROOT, output, script.slice(slash + 1).replace(/\.ts$/, '.js'))]
    : ['--require', require.resolve('tsx/cjs'), join(ROOT, script)];
}
