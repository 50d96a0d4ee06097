import { join, resolve } from 'node:path';
import { isBuilt } from '../../tools/is-built.cjs';

const ROOT = resolve(__dirname, '../..');
/** Output folders of the build, by source folder. */
const OUTPUTS = [
  ['src/commands/', 'dist/commands'],
  ['local/', 'build/local'],
  ['lakehouse/', 'build/lakehouse'],
] as const;

let built: boolean | undefined;

/**
 * Arguments with which Node runs a program of the repository. It runs the built program if the build is up to date,
 * as in `npm test`. Otherwise it runs the TypeScript, which takes twice the time.
 *
 * @param script path in the repository, such as `local/lake/main.ts`
 */
export function programArguments(script: string): readonly string[] {
  const output = OUTPUTS.find(([source]) => script.startsWith(source));
  // Compared once a test file: it takes the time of every source.
  built ??= isBuilt();
  return output !== undefined && built
    ? [join(ROOT, output[1], script.slice(output[0].length).replace(/\.ts$/, '.js'))]
    : ['--require', require.resolve('tsx/cjs'), join(ROOT, script)];
}
