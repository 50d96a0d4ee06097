import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { HttpRequest, type HttpHandler, InvocationContext } from '@azure/functions';
import axe from 'axe-core';
import { type Browser, type BrowserContext } from 'playwright-core';
import { type Databricks, startDatabricks } from '../../local/databricks';
import { type Lake, startLake } from '../../local/lake';
import { createFrontHandler } from '../../src/lib/front/http';
import { createApiPageHandler } from '../../src/lib/openapi/http';
import { describeInBrowser, launchChromium } from '../testing/fixtures/browser';
import { temporaryDirectory } from '../testing/fixtures/temporary-directory';

const HANDLERS: Readonly<Record<string, HttpHandler>> = {
  '/': createFrontHandler(),
  '/api': createFrontHandler(),
  '/api/docs': createApiPageHandler(),
};

/** Serves the pages of the app as the host does. */
function serveApp(): Server {
  return createServer((incoming, outgoing) => {
    const { url = '/', headers } = incoming;
    const handler = HANDLERS[url];
    if (handler === undefined) {
      outgoing.writeHead(404).end();
      return;
    }
    const request = new HttpRequest({
      method: 'GET',
      url: `http://127.0.0.1${url}`,
      headers: { accept: headers.accept ?? '' },
    });
    void Promise.resolve(handler(request, new InvocationContext())).then((answer) => {
      const {
        status,
        headers: sent,
        body,
      } = answer as {
        readonly status: number;
        readonly headers: Record<string, string>;
        readonly body: string;
      };
      outgoing.writeHead(status, sent).end(body);
    });
  });
}

describeInBrowser('the pages without scripts', () => {
  let browser: Browser;
  let app: Server;
  let databricks: Databricks;
  let lake: Lake;
  let remove: () => Promise<void>;
  let addresses: readonly string[];

  beforeAll(async () => {
    const { path, remove: removeFolder } = await temporaryDirectory();
    remove = removeFolder;
    app = serveApp();
    await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening));
    lake = await startLake({ dataDirectory: join(path, 'lake') });
    databricks = await startDatabricks({
      dataDirectory: join(path, 'databricks'),
      bundleDirectory: resolve(__dirname, '../../databricks'),
      variables: { lake: '/lake' },
      secrets: { 'sluice/pseudonym-pepper': 'pepper' },
      tokenKey: 'k',
    });
    browser = await launchChromium();
    const base = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
    addresses = [...Object.keys(HANDLERS).map((at) => base + at), lake.baseUrl, `${databricks.baseUrl}/`];
  });
  afterAll(async () => {
    await browser.close();
    app.closeAllConnections();
    app.close();
    await databricks.close();
    await lake.close();
    await remove();
  });

  /** Violations of accessibility with all parts open. The policy of the page would refuse axe. */
  async function violationsIn(context: BrowserContext, address: string): Promise<readonly string[]> {
    const page = await context.newPage();
    await page.goto(address);
    await page.evaluate('document.querySelectorAll("details").forEach((one, at) => { one.open = at < 5; })');
    await page.evaluate(axe.source);
    const found = await page.evaluate<axe.AxeResults>('axe.run({ resultTypes: ["violations"] })');
    await page.close();
    return found.violations.map(({ id, nodes }) => `${address}: ${id}: ${nodes[0]?.html ?? ''}`);
  }

  test.each(['light', 'dark'] as const)('break no rule of accessibility in %s', async (colorScheme) => {
    const context = await browser.newContext({ colorScheme, bypassCSP: true });
    for (const address of addresses) expect(await violationsIn(context, address)).toEqual([]);
    await context.close();
  });

  test('load nothing but themselves, keep to their policy, and fit a phone', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 700 } });
    const page = await context.newPage();
    const messages: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('request', (request) => requests.push(request.url()));
    for (const address of addresses) {
      await page.goto(address);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect(await page.evaluate('getComputedStyle(document.querySelector("main")).paddingTop')).toBe('32px');
    }
    expect(messages).toEqual([]);
    expect(requests).toEqual(addresses);
    await context.close();
  });

  test('open the part that an address with a fragment names', async () => {
    const page = await browser.newPage();
    await page.goto(`${addresses[2] ?? ''}#listRefreshes`);
    const isOpen = (id: string): Promise<boolean> =>
      page.evaluate(`document.getElementById(${JSON.stringify(id)}).closest("details").open`);
    expect(await isOpen('listRefreshes')).toBe(true);
    expect(await isOpen('startRefresh')).toBe(false);
    await page.close();
  });
});
