import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Browser, type Page } from 'playwright-core';
import { type PowerBiService, startPowerBi } from '../../local/power-bi';
import { describeInBrowser, launchChromium } from '../testing/fixtures/browser';
import { temporaryDirectory } from '../testing/fixtures/temporary-directory';

interface PageRequest {
  readonly method?: string;
  readonly mode?: 'no-cors';
  readonly body?: string;
}

describeInBrowser('a stand-in and the pages of other sites and ports', () => {
  let browser: Browser;
  let page: Page;
  let site: Server;
  let service: PowerBiService;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const directory = await temporaryDirectory();
    ({ remove } = directory);
    service = await startPowerBi({ dataDirectory: directory.path, tokenKey: 'k' });
    site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(`<a href="${service.arrivedUrl}">arrived</a>`);
    });
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(`http://localhost:${(site.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    await browser.close();
    site.closeAllConnections();
    site.close();
    await service.close();
    await remove();
  });

  /** Sends a request from the page, as a script of another site can, and returns its status on the wire. */
  async function statusOf(path: string, init: PageRequest): Promise<number> {
    const url = `${service.endpoint}${path}`;
    const [response] = await Promise.all([
      page.waitForResponse((one) => one.url() === url),
      page.evaluate(([to, how]) => fetch(to, how).then(String, String), [url, init] as const),
    ]);
    return response.status();
  }

  test('refuses a POST as text/plain, and a GET without CORS', async () => {
    const post = { method: 'POST', mode: 'no-cors', body: '{}' } as const;
    expect(await statusOf('/v1.0/myorg/groups/a/datasets', post)).toBe(403);
    expect(await statusOf('/v1.0/myorg/groups/b/datasets', { mode: 'no-cors' })).toBe(403);
  });

  test('shows what arrived to a page of this machine, and opens from a link', async () => {
    expect(await statusOf('/arrived', {})).toBe(200);
    const [response] = await Promise.all([
      page.waitForResponse(service.arrivedUrl),
      page.getByRole('link', { name: 'arrived' }).click(),
    ]);
    expect(response.status()).toBe(200);
  });
});
