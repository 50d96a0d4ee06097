import { readFile } from 'node:fs/promises';
import { type Page } from 'playwright-core';
import { describeInBrowser } from '../testing/fixtures/browser';
import { type MonitorScene, openMonitorScene } from '../testing/fixtures/monitor-scene';
import { createScene } from './fixture/scene';

const RECORD = 'customers.1764000000.3.311';

describeInBrowser('the content of the monitor page', () => {
  let monitor: MonitorScene;
  let page: Page;

  beforeAll(async () => {
    monitor = await openMonitorScene();
  });

  afterAll(async () => {
    await monitor.close();
  });

  beforeEach(() => {
    Object.assign(monitor.scene, createScene());
  });

  afterEach(async () => {
    await page.context().close();
  });

  test('finds a record by its event, and opens one by its id', async () => {
    page = await monitor.open('#/quarantine');
    const search = page.getByRole('searchbox', { name: 'Event id or record id' });
    await search.fill('chg-');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '1 record' }).waitFor();
    await page.locator('.record-table').getByText('chg-000311').waitFor();
    await page.getByText('A search by event id replays nothing by itself.').waitFor();
    await search.fill(RECORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'customers 3/311' }).waitFor();
  });

  test('replays the selected records of a group', async () => {
    page = await monitor.open('#/quarantine');
    await page.getByRole('combobox', { name: 'Group by' }).selectOption('code');
    await page.getByRole('checkbox', { name: 'Select all with contract.required' }).check();
    await page.getByRole('heading', { name: 'Replay 14 selected records' }).waitFor();
    await page.getByRole('checkbox', { name: 'Select iot 0/8700' }).uncheck();
    await page.getByRole('checkbox', { name: 'Select customers 3/311' }).check();
    await page.getByLabel(/Move to version/).fill('2');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('14 records would be published.').first().waitFor();
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('14 records published.').first().waitFor();
    await page.getByRole('heading', { name: '3 records' }).waitFor();
    const [tried, replayed] = monitor.scene.replays;
    expect([tried?.dryRun, replayed?.dryRun]).toEqual([true, false]);
    const ids = replayed !== undefined && 'ids' in replayed.filter ? replayed.filter.ids : [];
    expect(ids).toHaveLength(14);
    expect(ids).toContain(RECORD);
    expect(ids.some((id) => id.endsWith('.8700'))).toBe(false);
    await page.getByRole('button', { name: 'Clear the selection' }).click();
    await page.getByRole('heading', { name: 'Replay all of these' }).waitFor();
  });

  test('shows the SQL, the log and the error of a task, and calls a view a view', async () => {
    page = await monitor.open('#/refreshes/r40');
    await page.locator('.task-graph').getByText('gold_mart_sales', { exact: true }).last().click();
    const task = page.locator('.panel', { hasText: 'Task gold_mart_sales' });
    await task.getByText("gold.sales_day: 2 of 148 rows break 'kept_within_total'").first().waitFor();
    await task.getByText('run_models.py, line 88').waitFor();
    await task.getByLabel('Log of the task').getByText('gold_mart_sales: 3 models').waitFor();
    await task.getByLabel('SQL of gold.sales_day').getByText('FROM gold.fact_order').waitFor();
    const view = page.getByRole('row', { name: /gold\.dim_customer_current/ });
    await view.getByText('view', { exact: true }).waitFor();
    await view.getByText('defined').waitFor();
    await task.getByRole('link', { name: 'Close' }).click();
    await task.waitFor({ state: 'detached' });
  });

  test.each([
    ['no minute', [], 0, 0],
    ['the running minute alone', [0], 0, 1],
    ['one minute that is over', [5], 1, 0],
    ['some minutes and the running one', [0, 1, 2, 3], 1, 1],
  ] as const)('draws a chart of %s without a line that falls', async (_name, minutes, lines, rings) => {
    monitor.scene.liveMinutes = minutes;
    page = await monitor.open('#/windows');
    await page.locator('.chart svg .grid text').first().waitFor();
    await page
      .getByText(/from live windows\./)
      .first()
      .waitFor();
    expect(await page.locator('.so-far').count()).toBe(rings);
    const drawn: string[] = await page.evaluate(
      "[...document.querySelectorAll('.chart .line')].map((path) => path.getAttribute('d') ?? '')",
    );
    expect(drawn.filter((path) => path !== '')).toHaveLength(lines);
    expect(drawn.join('')).not.toContain('NaN');
    expect(await page.getByText(/is not over: a ring shows what came so far/).count()).toBe(rings);
  });

  test('keeps the chart when its range moves on by a minute', async () => {
    page = await monitor.open('#/windows');
    await page.locator('.chart .line').first().waitFor();
    await page.evaluate(
      "window.gone = 0; new MutationObserver(() => { if (document.querySelector('.chart svg') === null) window.gone += 1; }).observe(document.body, { childList: true, subtree: true })",
    );
    monitor.scene.delay = 150;
    const asked = page.waitForRequest((request) => {
      const to = new URL(request.url()).searchParams.get('to');
      return to !== null && Date.parse(to) > Date.now() + 60_000;
    });
    // The page corrects its clock by that of the app.
    monitor.scene.now = () => Date.now() + 90_000;
    await (await asked).response();
    await page.getByText('Data of this chart').click();
    expect(await page.evaluate('window.gone')).toBe(0);
  });

  test('names each day once on the axes of days', async () => {
    for (const hash of ['#/windows?range=3d', '#/gold?as=lines']) {
      page = await monitor.open(hash);
      await page.locator('.chart .grid > text').first().waitFor();
      const names = await page.locator('.chart .grid > text').allTextContents();
      expect(names.every((name) => /^\d{1,2} [A-Z][a-z]{2}$/.test(name))).toBe(true);
      expect(new Set(names).size).toBe(names.length);
      if (!hash.includes('gold')) await page.context().close();
    }
  });

  test('opens Gold on the sales by day, with totals, a pinned column and a download', async () => {
    page = await monitor.open('#/gold', { viewport: { width: 360, height: 800 }, acceptDownloads: true });
    await page.getByText('2 tables with 353 rows in total.').waitFor();
    expect(await page.getByRole('combobox', { name: 'Table' }).inputValue()).toBe('sales_day');
    await page.getByText('All 72 rows.').waitFor();
    const first = page.locator('.pinned tbody th').first();
    const before = await first.boundingBox();
    await page.evaluate("document.querySelector('.pinned .scroll').scrollBy(200, 0)");
    expect((await first.boundingBox())?.x).toBe(before?.x);
    await page.getByRole('button', { name: 'Show all 72 rows' }).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download 72 rows as CSV' }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe('sales_day.csv');
    const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
    expect(lines).toHaveLength(74);
    expect(lines[0]).toBe('\ufeffplaced_date,channel,country,order_count,total_amount');
    expect(lines.filter((line) => line.includes("app,'=1+1,"))).toHaveLength(12);
    expect(lines.some((line) => line.includes(',=1+1'))).toBe(false);
  });

  test('says how many rows Gold has, not how many the newest refresh wrote', async () => {
    page = await monitor.open('#/pipeline', { viewport: { width: 1300, height: 900 } });
    await page.locator('.basin.gold').getByText('353 rows').waitFor();
  });

  test('shows the content of a page that was open before at once', async () => {
    page = await monitor.open('#/gold');
    await page.locator('.pinned tbody tr').first().waitFor();
    await page.getByRole('link', { name: 'Contracts' }).click();
    await page.locator('.contract-list li').first().waitFor();
    monitor.scene.delay = 2000;
    await page.getByRole('link', { name: 'Gold', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Gold' }).waitFor();
    expect(await page.locator('.pinned tbody tr').count()).toBeGreaterThan(0);
    expect(await page.locator('.skeleton').count()).toBe(0);
    await page.getByRole('link', { name: 'Refreshes' }).first().click();
    const skeleton = page.locator('.skeleton');
    await skeleton.waitFor();
    expect(await skeleton.innerText()).toContain('Loading the refreshes.');
  });

  test('has one strip of links on a phone, with the current one in sight, and partitions as cards', async () => {
    page = await monitor.open('#/contracts', { viewport: { width: 360, height: 800 } });
    const current = page.locator('.top nav [aria-current]');
    const box = await current.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    const rows: number[] = await page.evaluate(
      "[...document.querySelectorAll('.top nav a')].map((link) => link.getBoundingClientRect().top)",
    );
    expect(new Set(rows).size).toBe(1);
    await page.goto(page.url().replace(/#.*/, '#/partitions'));
    await page.getByText('Partition 0').first().waitFor();
    const display = "getComputedStyle(document.querySelector('.partition-table tbody tr')).display";
    expect(await page.evaluate(display)).toBe('grid');
  });
});
