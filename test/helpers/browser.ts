import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Chromium is on this machine; undefined where there is none. */
export function findChromium(): string | undefined {
  const places = [
    process.env['SLUICE_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  return places.find((place) => place !== undefined && place !== '' && existsSync(place));
}

/** Chromium without a window. Containers have no user namespaces, so it runs without its sandbox; it sees loopback only. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium; name one in SLUICE_CHROMIUM.');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** `describe` where there is Chromium; elsewhere the tests are skipped, and say loudly that nothing was tested. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (findChromium() !== undefined) {
    describe(title, tests);
    return;
  }
  process.stderr.write(
    `\n!! SKIPPED, NOT TESTED: ${title}. There is no Chromium; name one in SLUICE_CHROMIUM.\n\n`,
  );
  describe.skip(title, tests);
}
