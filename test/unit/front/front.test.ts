import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { createFrontHandler } from '../../../src/lib/front/http';
import { API_VERSION } from '../../../src/lib/platform/api-version';
import { APP_VERSION } from '../../../src/lib/platform/app-version';

/** What Chromium sends when a person opens an address. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

function get(accept: string | undefined): HttpResponseInit | Promise<HttpResponseInit> {
  const request = new HttpRequest({
    method: 'GET',
    url: 'https://app.example/api',
    headers: accept === undefined ? {} : { accept },
  });
  return createFrontHandler()(request, new InvocationContext());
}

describe('the front page', () => {
  it('has the version of the package', () => {
    const text = readFileSync(join(__dirname, '../../../package.json'), 'utf8');
    expect(APP_VERSION).toBe((JSON.parse(text) as { version: string }).version);
  });

  it.each([undefined, '*/*', 'application/json', 'application/json, text/html;q=0.5'])(
    'answers JSON with absolute links when the caller accepts %s',
    async (accept) => {
      const { status, headers, body } = await get(accept);
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'content-type': 'application/json', vary: 'accept' });
      expect(JSON.parse(body as string)).toEqual({
        name: 'Sluice',
        version: APP_VERSION,
        apiVersion: API_VERSION,
        links: {
          monitor: 'https://app.example/api/monitor',
          docs: 'https://app.example/api/docs',
          openapi: 'https://app.example/api/openapi.json',
          contracts: 'https://app.example/api/contracts',
          status: 'https://app.example/api/status',
          health: 'https://app.example/api/health',
          ready: 'https://app.example/api/ready',
        },
      });
    },
  );

  it('answers a page with the same links, and without scripts, when a browser asks', async () => {
    const { status, headers, body } = await get(BROWSER);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      vary: 'accept',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-/) as unknown,
    });
    const page = body as string;
    const links = [...page.matchAll(/<a href="([^"]+)"/g)].map(([, address]) => address);
    expect(links).toEqual([
      '/api/monitor',
      '/api/docs',
      '/api/openapi.json',
      '/api/contracts',
      '/api/health',
      '/api/ready',
    ]);
    expect(page).toContain(`Version ${APP_VERSION}, API version ${API_VERSION}. All times are in UTC.`);
    expect(page).toContain('docs/index.md');
    expect(page).not.toMatch(/<script/i);
  });
});
