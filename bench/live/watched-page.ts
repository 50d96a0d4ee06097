import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = process.env['SLUICE_CHROMIUM'] ?? '/usr/bin/chromium';

/** The monitor page in a browser. The table of the chart is read at every change. */
export interface WatchedPage {
  /** Bytes of the page and its assets over the network. */
  readonly transferredBytes: number;
  /** From the start of the navigation to the first contentful paint, in milliseconds. */
  readonly firstContentfulPaint: number;
  /** Milliseconds since the epoch at which the chart's greatest number got its present value. */
  seen(): Promise<readonly (readonly [value: number, at: number])[]>;
  close(): Promise<void>;
}

/** `undefined` without Chromium. */
export async function openWatchedPage(url: string): Promise<WatchedPage | undefined> {
  if (!existsSync(CHROMIUM)) return undefined;
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const page = await browser.newPage();
  let transferredBytes = 0;
  page.on('response', (response) => {
    if (!response.url().includes('/api/monitor')) return;
    void response
      .request()
      .sizes()
      .then(({ responseBodySize, responseHeadersSize }) => {
        transferredBytes += responseBodySize + responseHeadersSize;
      });
  });
  await page.goto(url);
  // The network is never idle, because a request waits for changes.
  await page.locator('main .bar-form').waitFor();
  const firstContentfulPaint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  );
  await page.evaluate(WATCH);
  return {
    transferredBytes,
    firstContentfulPaint,
    seen: () => page.evaluate('globalThis.seen'),
    close: () => browser.close(),
  };
}

/** Runs in the page. The table shows numbers with spaces between their groups. */
const WATCH = `
  globalThis.seen = [];
  let greatest = -Infinity;
  const look = () => {
    const cells = [...document.querySelectorAll('details.data-table td')];
    const value = Math.max(...cells.map((cell) => Number(cell.textContent.replace(/[^0-9.-]/g, '') || NaN)).filter(Number.isFinite));
    if (!(value > greatest)) return;
    greatest = value;
    seen.push([value, performance.timeOrigin + performance.now()]);
  };
  new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
  look();
`;
