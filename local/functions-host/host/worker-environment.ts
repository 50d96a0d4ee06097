import { join } from 'node:path';
import { type Settings } from '../app/settings';

/**
 * Environment variables that a process needs to run. The app gets no others from the caller's environment.
 */
const INHERITED = [
  'PATH',
  'HOME',
  'TMPDIR',
  'LANG',
  'NODE_EXTRA_CA_CERTS',
  'SystemRoot',
  'TEMP',
  'TMP',
  'USERPROFILE',
];

/**
 * Returns the environment of the app: its settings, and the variables that the platform and Core Tools add.
 */
export function workerEnvironment({
  settings,
  hostname,
}: {
  settings: Settings;
  hostname: string;
}): Record<string, string> {
  const environment: Record<string, string> = {
    // The platform runs in UTC, and some of its times have no offset.
    TZ: 'UTC',
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    WEBSITE_HOSTNAME: hostname,
  };
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...settings };
}

/**
 * Returns Node's arguments for the worker. The compiled worker is a plain file. From the sources (tests, tsx)
 * it is loaded with tsx's CommonJS loader, which changes only those modules of the app that are TypeScript.
 */
export function workerCommand(): string[] {
  const worker = join(__dirname, '../worker/worker');
  return __filename.endsWith('.ts')
    ? ['--require', require.resolve('tsx/cjs'), `${worker}.ts`]
    : [`${worker}.js`];
}
