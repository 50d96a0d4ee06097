import { createHash } from 'node:crypto';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { type ApiDocument, toApiPage } from '../../../src/lib/openapi/api-page';
import document from '../../../src/lib/openapi/generated/openapi.json';
import { createApiPageHandler } from '../../../src/lib/openapi/http';

function getPage(): HttpResponseInit | Promise<HttpResponseInit> {
  const request = new HttpRequest({ method: 'GET', url: 'https://app.example/api/docs' });
  return createApiPageHandler()(request, new InvocationContext());
}

describe('the page of the HTTP API', () => {
  it('shows each operation and each shape of the document', async () => {
    const page = (await getPage()).body as string;
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, { operationId }] of Object.entries(
        methods as Readonly<Record<string, { operationId: string }>>,
      )) {
        expect(page).toContain(`<b>${method.toUpperCase()}</b> <code>${path}</code>`);
        expect(page).toContain(`<div id="${operationId}">`);
      }
    for (const name of Object.keys(document.components.schemas)) expect(page).toContain(`id="shape-${name}"`);
  });

  it('links to shapes that are on the page, and loads nothing', async () => {
    const { body, headers } = await getPage();
    const page = body as string;
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '');
    expect(targets.length).toBeGreaterThan(50);
    for (const id of new Set(targets)) expect(page).toContain(`id="${id}"`);
    expect(page).not.toMatch(/<script|\bsrc=|url\(|@import/i);
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining(`style-src 'sha256-${hash}'`) as unknown,
    });
  });

  it('escapes markup in names, descriptions and examples', () => {
    const markup = '<img src=x onerror=alert(1)>"\'&';
    const hostile: ApiDocument = {
      info: { version: markup, description: markup },
      tags: [{ name: markup, description: markup }],
      paths: {
        [`/${markup}`]: {
          get: {
            operationId: markup,
            tags: [markup],
            summary: markup,
            description: markup,
            parameters: [{ name: markup, in: markup, description: markup, schema: { default: markup } }],
            requestBody: {
              content: { [markup]: { schema: { const: markup }, examples: { one: { value: markup } } } },
            },
            responses: { 200: { description: markup } },
          },
        },
      },
      components: { schemas: { [markup]: { title: markup } } },
    };
    const { text } = toApiPage(hostile);
    expect(text).not.toContain('<img');
    expect(text).toContain('&#60;img src=x onerror=alert(1)&#62;&#34;&#39;&#38;');
  });
});
