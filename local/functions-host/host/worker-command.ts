import { join } from 'node:path';

/**
 * The arguments with which Node runs the worker. Built, it is a plain file; straight from the sources (tests, tsx)
 * it goes through tsx's CommonJS loader, which leaves the app's own modules as they are unless they are TypeScript.
 */
export function workerCommand(): string[] {
  const worker = join(__dirname, '..', 'worker', 'worker');
  return __filename.endsWith('.ts')
    ? ['--require', require.resolve('tsx/cjs'), `${worker}.ts`]
    : [`${worker}.js`];
}
