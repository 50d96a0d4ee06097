import axe from 'axe-core';
import { type Page } from 'playwright-core';
import { describeInBrowser } from '../testing/fixtures/browser';
import { type MonitorScene, openMonitorScene } from '../testing/fixtures/monitor-scene';

const RECORD = 'customers.1764000000.3.311';

/** Every page, and something that stands on it once its data is there. */
const PAGES = [
  ['#/pipeline', '.source-table tbody tr'],
  ['#/partitions', '.partition-table tbody tr'],
  ['#/quarantine', '.record-table tbody tr'],
  [`#/quarantine/${RECORD}`, '.json-line.marked'],
  ['#/quarantine/replays', '.empty'],
  ['#/refreshes', '.refresh-table tbody tr'],
  ['#/refreshes/r40', '.model-table tbody tr'],
  ['#/windows?key=site_code', '.chart .line'],
  ['#/gold?split=country', '.chart .bar'],
  ['#/contracts', '.contract-list li'],
  ['#/contracts/customers.profile/1', '.field-table tbody tr'],
] as const;

const WIDTHS = [360, 768, 1440];

describeInBrowser('the monitor page, wherever it is looked at', () => {
  let monitor: MonitorScene;

  beforeAll(async () => {
    monitor = await openMonitorScene();
  });

  afterAll(async () => {
    await monitor.close();
  });

  describe.each(['dark', 'light'] as const)('%s', (colorScheme) => {
    test.each(PAGES)('%s fits every width and keeps the rules of accessibility', async (hash, shown) => {
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
    });
  });

  test('nothing was complained about, and nothing outside of the app was asked', () => {
    expect(monitor.complaints).toEqual([]);
  });
});

/** By how many pixels the page is wider than the window. */
async function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** What axe finds serious, a line each. */
async function violationsOf(page: Page): Promise<string[]> {
  // Given to the page from outside, so its content security policy holds all the same.
  await page.evaluate(axe.source);
  const found = await page.evaluate<axe.AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
}
