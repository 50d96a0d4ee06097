import axe from 'axe-core';
import { type Page } from 'playwright-core';
import { describeInBrowser } from '../testing/fixtures/browser';
import { type MonitorScene, openMonitorScene } from '../testing/fixtures/monitor-scene';

const RECORD = 'customers.1764000000.3.311';

/** Every page, and an element that it has after its data is loaded. */
const PAGES = [
  ['#/pipeline', '.source-table tbody tr'],
  ['#/partitions', '.partition-table tbody tr'],
  ['#/quarantine', '.record-table tbody tr'],
  ['#/quarantine?group=code', '.record-table .group'],
  [`#/quarantine/${RECORD}`, '.json-line.marked'],
  ['#/quarantine/replays', '.empty'],
  ['#/refreshes', '.refresh-table tbody tr'],
  ['#/refreshes/r40', '.model-table tbody tr'],
  ['#/refreshes/r40?task=gold_mart_sales', '.panel .log'],
  ['#/windows?key=site_code', '.chart .line'],
  ['#/gold?split=country', '.chart .bar'],
  ['#/contracts', '.contract-list li'],
  ['#/contracts/customers.profile/1', '.field-table tbody tr'],
] as const;

const WIDTHS = [360, 768, 1440];

describeInBrowser('the layout of the monitor page', () => {
  let monitor: MonitorScene;

  beforeAll(async () => {
    monitor = await openMonitorScene();
  });

  afterAll(async () => {
    await monitor.close();
  });

  describe.each(['dark', 'light'] as const)('%s', (colorScheme) => {
    test.each(PAGES)(
      '%s fits every width and has no serious accessibility violations',
      async (hash, shown) => {
        const page = await monitor.open(hash, { colorScheme });
        try {
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            await page.locator(shown).first().waitFor();
            expect(await overflowOf(page)).toBe(0);
          }
          expect(await violationsOf(page)).toEqual([]);
          await page.setViewportSize({ width: 360, height: 800 });
          expect(await violationsOf(page)).toEqual([]);
        } finally {
          await page.context().close();
        }
      },
    );
  });

  test('logs no errors, and sends no requests outside of the app', () => {
    expect(monitor.complaints).toEqual([]);
  });
});

/** Number of pixels by which the page is wider than the window. */
async function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Serious violations that axe finds, one for each line. */
async function violationsOf(page: Page): Promise<string[]> {
  // Evaluated from outside, so the page's content security policy still applies.
  await page.evaluate(axe.source);
  const found = await page.evaluate<axe.AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
}
