import { type Page } from 'playwright-core';
import { describeInBrowser } from '../testing/fixtures/browser';
import { type MonitorScene, openMonitorScene } from '../testing/fixtures/monitor-scene';
import { createScene } from './fixture/scene';

const RECORD = 'customers.1764000000.3.311';

describeInBrowser('the functions of the monitor page', () => {
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

  test('shows changes of the status without a reload', async () => {
    page = await monitor.open('#/pipeline');
    const quarantined = page.locator('.top .badge');
    await quarantined.getByText('17').waitFor();
    monitor.scene.replayed.add(RECORD);
    await quarantined.getByText('16').waitFor();
    await page
      .locator('.headline')
      .getByText(/All stages work/)
      .waitFor();
  });

  test('dispatches an event to the window for each status that it has applied', async () => {
    page = await monitor.open('#/pipeline');
    const detail = await page.evaluate(
      "new Promise((resolve) => addEventListener('sluice:update', ({ detail }) => { if (detail.kind === 'status') resolve(detail); }))",
    );
    expect(detail).toEqual({ kind: 'status', at: expect.stringMatching(/^\d{4}-.*Z$/) as string });
  });

  test('shows what is down and how to fix it, and announces that it works again', async () => {
    page = await monitor.open('#/pipeline');
    monitor.scene.down = { bronze: 'The storage account does not answer.' };
    await page.getByText('Bronze: The storage account does not answer.').waitFor();
    await page.getByText('Events wait in the hub; none is lost.').waitFor();
    await page.locator('.headline').getByText('Bronze needs attention.').waitFor();
    await page.getByRole('status').getByText('Bronze is down.').waitFor();
    await page.locator('.basin.bronze').getByText('down').waitFor();
    monitor.scene.down = {};
    await page.getByRole('status').getByText('Bronze works again.').waitFor();
    expect(await page.locator('.problems').count()).toBe(0);
  });

  test('shows the time of the last connection and the last known data, and continues after it', async () => {
    page = await monitor.open('#/pipeline');
    monitor.scene.silent = true;
    await page
      .getByText(/No connection since \d\d:\d\d:\d\d .* The page shows the last known state\./)
      .waitFor();
    expect(await page.locator('.source-table tbody tr').count()).toBe(4);
    monitor.scene.silent = false;
    await page.getByText(/^\s*●?\s*As of/).waitFor();
    await page.getByRole('status').getByText('The connection is restored.').waitFor();
  });

  test('requests a function key once, keeps it for the tab, and sends it', async () => {
    monitor.scene.key = 'k-123';
    page = await monitor.open('#/pipeline');
    await page.getByRole('dialog').getByLabel('Function key').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('The app refused this key').waitFor();
    await page.getByLabel('Function key').fill('k-123');
    await page.keyboard.press('Enter');
    await page.locator('.source-table tbody tr').first().waitFor();
    expect(await page.evaluate("sessionStorage.getItem('sluice.functionKey') + localStorage.length")).toBe(
      'k-1230',
    );
    await page.reload();
    await page.locator('.source-table tbody tr').first().waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('does not request the key again after the dialog was closed', async () => {
    monitor.scene.key = 'k-123';
    page = await monitor.open('#/quarantine');
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.getByText('The app requires a function key.').first().waitFor();
    await page
      .getByRole('button', { name: 'Try now' })
      .or(page.getByRole('button', { name: 'Enter a key' }))
      .click();
    await page.getByRole('textbox', { name: 'Function key' }).waitFor();
  });

  test('allows inspecting, fixing, trying and replaying a record by keyboard alone', async () => {
    page = await monitor.open('#/pipeline');
    await tabTo(page, 'Skip to the content');
    await tabTo(page, /^Quarantine/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Quarantine' }).waitFor();
    await tabTo(page, 'customers 3/311');
    await page.keyboard.press('Enter');
    await page.locator('.json-line.marked').first().waitFor();
    expect(await page.locator('.json-line.marked').allInnerTexts()).toEqual([
      expect.stringContaining('"country"') as string,
      expect.stringContaining('"segment"') as string,
    ]);
    await tabTo(page, /^\{/, 'textarea');
    const edited = (await page.locator('textarea').inputValue())
      .replace('"EST"', '"EE"')
      .replace('"vip"', '"premium"');
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(edited);
    await tabTo(page, 'Dry run');
    await page.keyboard.press('Enter');
    await page.getByText('1 record would be published.').first().waitFor();
    await tabTo(page, 'Replay');
    await page.keyboard.press('Enter');
    await page.getByText('No action is needed.').waitFor();
    const patch = [
      { op: 'replace', path: '/data/profile/address/country', value: 'EE' },
      { op: 'replace', path: '/data/profile/segment', value: 'premium' },
    ];
    const request = { filter: { ids: [RECORD] }, fix: { patch } };
    expect(monitor.scene.replays).toEqual([
      { ...request, dryRun: true },
      { ...request, dryRun: false },
    ]);
    await page.getByRole('heading', { name: 'Replays of this record' }).waitFor();
  });

  test('replays a record again after a confirmation', async () => {
    monitor.scene.replayed.add(RECORD);
    page = await monitor.open(`#/quarantine/${RECORD}`);
    await page.getByRole('button', { name: 'Fix and replay it again' }).click();
    const text = await page.locator('textarea').inputValue();
    await page.locator('textarea').fill(text.replace('"EST"', '"EE"'));
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('No action is needed.').waitFor();
    expect(monitor.scene.replays).toMatchObject([{ filter: { ids: [RECORD] }, again: true, dryRun: false }]);
  });

  test('does not send masked values', async () => {
    page = await monitor.open(`#/quarantine/${RECORD}`);
    const text = await page.locator('textarea').inputValue();
    await page.locator('textarea').fill(text.replace('"Tallinn"', '"•••"'));
    await page.getByText('A mask would be sent as a value at /data/profile/address/city.').waitFor();
    expect(await page.getByRole('button', { name: 'Replay' }).isDisabled()).toBe(true);
  });

  test('requires a whole event for a text that is not JSON', async () => {
    page = await monitor.open('#/quarantine/iot.1764000000.2.8790');
    await page.getByText('{"specversion":"1.0","type":"iot.telemetry","data":{"readingId":"r-88').waitFor();
    await page.locator('textarea').fill('{"specversion":"1.0"}');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('1 record would be published.').first().waitFor();
    expect(monitor.scene.replays).toMatchObject([{ fix: { event: { specversion: '1.0' } } }]);
  });

  test('opens a record again that one fix tried too often', async () => {
    monitor.scene.exhausted.add(RECORD);
    page = await monitor.open(`#/quarantine/${RECORD}`);
    await page.getByRole('radio', { name: 'Replay without changes' }).check();
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('One record was tried too often with this fix.').waitFor();
    await page.getByRole('button', { name: 'Open again' }).click();
    await page.getByText('One record was tried too often with this fix.').waitFor({ state: 'detached' });
    expect(monitor.scene.exhausted.size).toBe(0);
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('still rejected').first().waitFor();
  });

  test('replays all records of a filter, but not without a filter', async () => {
    page = await monitor.open('#/quarantine');
    await page.getByText('You cannot replay all records at once').waitFor();
    await page.getByRole('combobox', { name: 'Reason' }).selectOption('contract.required');
    await page.getByRole('heading', { name: '14 records' }).waitFor();
    await page.getByLabel(/Move to version/).fill('2');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('14 records would be published.').first().waitFor();
    expect(monitor.scene.replays).toMatchObject([
      { filter: { code: 'contract.required' }, fix: { version: 2 }, dryRun: true },
    ]);
    await page.goBack();
    await page.getByRole('heading', { name: '17 records' }).waitFor();
  });

  test('names tables with rows of an older model, and the command that rebuilds them', async () => {
    page = await monitor.open('#/refreshes/r100');
    const changed = page.locator('.notice', {
      hasText: 'The model of a table changed, and its older rows stay.',
    });
    await changed.getByText('npm run refresh -- --rebuild silver.iot_telemetry').waitFor();
    await page.goto(page.url().replace(/#.*/, '#/gold?table=dim_customer'));
    await page
      .getByText(/The model of this table changed on .* Older rows stay until the table is rebuilt\./)
      .waitFor();
    await page.getByText('npm run refresh -- --rebuild gold.dim_customer').waitFor();
  });

  test('starts a refresh, follows it, and cancels it', async () => {
    page = await monitor.open('#/refreshes');
    await page.getByRole('button', { name: 'Start a refresh' }).click();
    await page.getByRole('heading', { level: 1, name: /^Refresh of/ }).waitFor();
    await page.locator('.track-bar.running').first().waitFor();
    await page.getByRole('button', { name: 'Cancel this refresh' }).click();
    await page.getByText('succeeded').first().waitFor();
    expect(monitor.scene.refreshing).toBe(false);
  });

  test('shows which part of a chart is live, and its data as a table', async () => {
    page = await monitor.open('#/windows?key=site_code&value=temperature');
    const chart = page.getByRole('img', {
      name: /temperature of iot\.telemetry\. Up to .* from the batch view, then from live windows/,
    });
    await chart.waitFor();
    await page.getByText(/incomplete: late events that are in no live window\./).waitFor();
    await page.getByText('Data of this chart').click();
    expect(await page.locator('.data-table tbody tr').count()).toBeGreaterThan(50);
  });

  test('shows since when a view without events exists, and no chart of zeros', async () => {
    monitor.scene.newViews = { ecommerce_order: '2026-11-21T08:30:00Z' };
    page = await monitor.open('#/windows?view=ecommerce_order');
    await page.getByText(/^No events yet: live windows of this view began on 21 Nov \d\d:30\.$/).waitFor();
    expect(await page.getByRole('img').count()).toBe(0);
    expect(await page.getByLabel('View').locator('option').allTextContents()).toEqual([
      'iot.telemetry',
      'ecommerce.order (no events yet)',
    ]);
    monitor.scene.newViews = {};
    await page.getByRole('img', { name: /events of ecommerce\.order/ }).waitFor();
  });

  test('shows a slow stage without an alarm, and one fault once', async () => {
    page = await monitor.open('#/pipeline');
    monitor.scene.slow = { live: 'The table of live windows answers slowly.' };
    await page.locator('.basin.live').getByText('slow').waitFor();
    await page.locator('.headline.slow').waitFor();
    expect(await page.locator('.basin.down').count()).toBe(0);
    monitor.scene.slow = {};
    monitor.scene.down = {
      live: 'The table storage does not answer.',
      refresh: 'No answer.',
      sinks: 'No answer.',
      quarantine: 'No answer.',
    };
    monitor.scene.causes = { refresh: 'live', sinks: 'live', quarantine: 'live' };
    await page.locator('.headline').getByText('Live windows needs attention.').waitFor();
    expect(await page.locator('.problems .notice').count()).toBe(1);
    expect(await page.locator('.basin.down').count()).toBe(1);
    await page.locator('.basin.quarantine, .basin.bad').getByText('see Live windows').waitFor();
  });

  test('shows what to do while there is no data', async () => {
    monitor.scene.empty = true;
    page = await monitor.open('#/pipeline');
    await page.getByText('No events yet. Send one with').waitFor();
    await page.getByRole('link', { name: 'Gold', exact: true }).first().click();
    await page.getByText('Gold is empty.').waitFor();
    await page.getByRole('link', { name: 'Quarantine' }).first().click();
    await page.getByText('all events match their contracts').waitFor();
    await page.getByRole('link', { name: 'Refreshes' }).first().click();
    await page.getByText('Start the first one above').waitFor();
  });

  test('keeps the chosen theme', async () => {
    page = await monitor.open('#/pipeline', { colorScheme: 'dark' });
    const ground = (): Promise<string> =>
      page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await ground();
    await page.getByRole('button', { name: /Appearance: system/ }).click();
    expect(await ground()).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: /Appearance: light/ }).waitFor();
    expect(await ground()).not.toBe(dark);
  });

  test('animates flows only without a preference for reduced motion', async () => {
    page = await monitor.open('#/pipeline', { reducedMotion: 'no-preference' });
    await page.locator('.flow.hub:not(.still)').first().waitFor({ state: 'attached' });
    expect(await page.evaluate('document.getAnimations().length')).toBeGreaterThan(8);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.evaluate(
      'new Promise((resolve) => { const look = () => (document.getAnimations().length === 0 ? resolve() : requestAnimationFrame(look)); look(); })',
    );
  });
});

/** Presses Tab until the focused element has this name or value. */
async function tabTo(page: Page, name: string | RegExp, selector = '*'): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const text: string = await page.evaluate(
      '(document.activeElement.value || document.activeElement.textContent || "").trim()',
    );
    const isOne: boolean = await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`);
    if (isOne && (typeof name === 'string' ? text === name : name.test(text))) {
      // The focus must be visible.
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
      return;
    }
  }
  throw new Error(`No Tab leads to ${String(name)}.`);
}
