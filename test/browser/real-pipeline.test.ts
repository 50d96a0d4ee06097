import { EventHubProducerClient } from '@azure/event-hubs';
import { type Browser, type Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../testing/fixtures/browser';
import { LONG_MILLISECONDS } from '../testing/fixtures/lakehouse';
import { readAcceptedEvents } from '../testing/fixtures/recompute-answer';
import { eventually, startTestStack, type TestStack } from '../testing/fixtures/stack';
import { telemetry, telemetryEvent } from '../testing/fixtures/telemetry';

/** Maximum wait of the page for a refresh, which may be slow on a busy machine. */
const PATIENCE = 180_000;
const GOOD = 40;

describeInBrowser('the monitor page on the real pipeline', () => {
  let stack: TestStack;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    stack = await startTestStack({ withLakehouse: true });
    browser = await launchChromium();
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`${stack.baseUrl}/api/monitor`);
  }, LONG_MILLISECONDS);

  afterAll(async () => {
    await browser.close();
    await stack.end();
  });

  test(
    'shows arriving events, fixes and replays a quarantined one, refreshes, and shows Gold with all of them',
    async () => {
      // Gold is empty, and the page shows what to do.
      await page.getByRole('link', { name: 'Gold', exact: true }).first().click();
      await page.getByText('Gold is empty.').waitFor();

      // Events arrive while the page is open.
      await page.getByRole('link', { name: 'Pipeline', exact: true }).click();
      const received = page.locator('.source-table tbody tr', { hasText: 'iot' });
      await ingest(GOOD);
      await received.filter({ hasText: String(GOOD) }).waitFor();

      // One of them is broken: it is quarantined, and the page marks the rejected place.
      await publishBroken();
      await page.locator('.top .badge', { hasText: /^1\b/ }).waitFor();
      await page
        .getByRole('link', { name: /^Quarantine/ })
        .first()
        .click();
      await page.getByRole('link', { name: /^iot \d+\/\d+/ }).click();
      await page.locator('.json-line.marked').waitFor();
      expect(await page.locator('.json-line.marked').innerText()).toContain('"status"');

      // It is fixed on the page, first as a dry run, then with a replay.
      const editor = page.locator('textarea');
      await editor.fill((await editor.inputValue()).replace('"kaput"', '"fault"'));
      await page.getByRole('button', { name: 'Dry run' }).click();
      await page.getByText('1 record would be published.').first().waitFor();
      await page.getByRole('button', { name: 'Replay', exact: true }).click();
      await page.getByText('No action is needed.').waitFor();
      await stack.landed();
      await eventually(
        () =>
          Promise.resolve(readAcceptedEvents(stack.dataDirectory, 'iot').some(({ id }) => id === 'broken-1')),
        'the replayed event is accepted under its own id',
      );

      // A refresh, from the button to its end.
      await page.getByRole('link', { name: 'Refreshes', exact: true }).click();
      await page.getByRole('button', { name: 'Start a refresh' }).click();
      await page.getByRole('heading', { level: 1, name: /refresh/i }).waitFor();
      await page.locator('main .strip').getByText('succeeded', { exact: true }).waitFor();
      // No step is still shown as running.
      expect(await page.locator('main').getByText('running', { exact: true }).count()).toBe(0);

      // Gold has all events, including the replayed one.
      await page.goto(`${stack.baseUrl}/api/monitor#/gold?table=fact_telemetry_hour`);
      const counts = page.locator('main table', { hasText: 'reading count' }).last();
      await counts.waitFor();
      await expectSum(counts, 'reading count', GOOD + 1);
      await expectSum(counts, 'fault count', 1);
    },
    LONG_MILLISECONDS,
  );

  async function ingest(count: number): Promise<void> {
    const records = Array.from({ length: count }, (_, index) => telemetry(`reading-${index}`));
    const response = await stack.api('ingest/iot/telemetry', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(records),
    });
    expect(response.status).toBe(202);
  }

  /** HTTP ingestion refuses events that break their contract, so a producer publishes this one directly. */
  async function publishBroken(): Promise<void> {
    const producer = new EventHubProducerClient(stack.eventHubs.connectionString, 'iot');
    try {
      const event = telemetryEvent('broken-1', { data: telemetry('broken-1', { status: 'kaput' }) });
      await producer.sendBatch([{ body: event }]);
    } finally {
      await producer.close();
    }
  }
});

/** Waits until the sum of a table's column is as expected. */
async function expectSum(
  table: ReturnType<Page['locator']>,
  column: string,
  expected: number,
): Promise<void> {
  const headings = await table.locator('thead th').allInnerTexts();
  const index = headings.findIndex((heading) => heading.trim() === column);
  expect(index).toBeGreaterThanOrEqual(0);
  await eventually(async () => {
    const rows = await table.locator('tbody tr').all();
    const cells = await Promise.all(rows.map((row) => row.locator('th, td').nth(index).innerText()));
    const sum = cells.reduce((all, text) => all + Number(text.replace(/[^\d.-]/g, '')), 0);
    return sum === expected;
  }, `the column ${column} adds up to ${expected}`);
}
