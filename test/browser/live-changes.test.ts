import { type Page } from 'playwright-core';
import { describeInBrowser } from '../testing/fixtures/browser';
import { type MonitorScene, openMonitorScene } from '../testing/fixtures/monitor-scene';
import { createScene } from './fixture/scene';

describeInBrowser('the page of live windows', () => {
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

  /** Waits until the page has requested a path so often. */
  const untilAsked = async (prefix: string, times: number): Promise<void> => {
    while (countAsked(prefix) < times) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const countAsked = (prefix: string): number =>
    monitor.scene.asked.filter((path) => path.startsWith(prefix)).length;
  const VIEW = 'serve/iot_telemetry?';
  const CHANGES = 'serve/iot_telemetry/changes';

  test('shows changed windows as soon as the app tells of them, and reads nothing before', async () => {
    const { scene } = monitor;
    // In the middle of a minute, because a new minute is read at once.
    const now = Math.floor(Date.now() / 60_000) * 60_000 + 30_000;
    scene.now = () => now;
    scene.changes.waitSeconds = 25;
    scene.newViews = { iot_telemetry: '2026-11-21T08:30:00Z' };
    page = await monitor.open('#/windows?view=iot_telemetry');
    await page.getByText(/^No events yet/).waitFor();
    await untilAsked(`${CHANGES}?after=4-1`, 1);
    const read = countAsked(VIEW);
    // The page asks for the status every second, so this takes longer than the page polls windows.
    await untilAsked('status', countAsked('status') + 4);
    expect(countAsked(VIEW)).toBe(read);
    scene.newViews = {};
    scene.changes = { version: 2, waitSeconds: 25 };
    await page.locator('.chart .line').first().waitFor();
    await untilAsked(`${CHANGES}?after=4-2`, 1);
    expect(countAsked(VIEW)).toBe(read + 1);
    expect(countAsked(CHANGES)).toBe(3);
  });

  test('sends the function key in a header, not in the address', async () => {
    const { scene } = monitor;
    Object.assign(scene, { key: 'k-123', changes: { version: 1, waitSeconds: 25 } });
    page = await monitor.open('#/windows?view=iot_telemetry');
    await page.getByRole('dialog').getByLabel('Function key').fill('k-123');
    await page.keyboard.press('Enter');
    await untilAsked(`${CHANGES}?after=4-1`, 1);
    expect(scene.asked.filter((path) => path.includes('k-123'))).toEqual([]);
  });

  test('polls if the app does not wait for changes', async () => {
    page = await monitor.open('#/windows?view=iot_telemetry');
    await page.locator('.chart .line').first().waitFor();
    await untilAsked(VIEW, countAsked(VIEW) + 2);
    expect(countAsked(CHANGES)).toBe(1);
  });

  test('polls if the app cannot answer for changes', async () => {
    const { scene } = monitor;
    scene.changes.waitSeconds = 25;
    page = await monitor.open('#/windows?view=iot_telemetry');
    await untilAsked(`${CHANGES}?after=4-1`, 1);
    await page.route('**/changes*', (route) => route.abort());
    scene.changes = { version: 2, waitSeconds: 25 };
    const read = countAsked(VIEW);
    await untilAsked(VIEW, read + 3);
  });
});
