import { join, resolve } from 'node:path';
import { isBuilt } from '../../tools/is-built.cjs';

const ROOT = resolve(__dirname, '../..');
/** Output folders of the compiler, by source folder. */
const OUTPUTS: Readonly<Record<string, string>> = {
  src: 'dist/src',
  local: 'build/local',
  lakehouse: 'build/lakehouse',
};

let built: boolean | undefined;

/**
 * Arguments with which Node runs a program of the repository. It runs the compiled program if the build is up to date,
 * as in `npm test`. Otherwise it runs the TypeScript, which takes twice the time.
 *
 * @param script path in the repository, such as `local/lake/main.ts`
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
