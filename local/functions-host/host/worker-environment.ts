import { join } from 'node:path';
import { type Settings } from '../app/settings';

/** What a process needs of its surroundings to run at all; nothing else of the caller's environment reaches the app. */
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

/** The environment of the app: its settings and what the platform and Core Tools add to them. */
export function workerEnvironment({
  settings,
  hostname,
}: {
  settings: Settings;
  hostname: string;
}): Record<string, string> {
  const environment: Record<string, string> = {
    // The platform runs in UTC, and some of its times carry no offset.
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
 * The arguments with which Node runs the worker. Built, it is a plain file; straight from the sources (tests, tsx)
 * it goes through tsx's CommonJS loader, which leaves the app's own modules as they are unless they are TypeScript.
 */
export function workerCommand(): string[] {
  const worker = join(__dirname, '../worker/worker');
  return __filename.endsWith('.ts')
    ? ['--require', require.resolve('tsx/cjs'), `${worker}.ts`]
    : [`${worker}.js`];
}
