import { createHash } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type HttpReply } from './http-reply';
import { Markup, markup } from './markup';
import { PAGE_STYLE } from './page-style';
import { Refusal } from './refusal';
import { type ServiceSupport, type SupportRow } from './support';

/** Input of a page; see `RestApi.page`. */
export interface PageCall<Context> {
  readonly url: URL;
  readonly context: Context;
  readonly now: Date;
}

/** The policy of browsers: only the page's own style sheet applies; scripts and frames do not. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  // The empty icon, which keeps browsers from asking for /favicon.ico.
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const LOOPBACK_ADDRESS = /^(127\.|::1$|::ffff:127\.)/;

/** Whether a browser asks for a page. SDKs and curl do not name HTML, so they get the answer of the API. */
export function asksForPage({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && /(^|[,\s])text\/html\b/i.test(headers.accept ?? '');
}

/** Pages need no token, so only this machine may read them. @throws Refusal 403 */
export function requireLoopback({ socket }: IncomingMessage, what: string): void {
  if (!LOOPBACK_ADDRESS.test(socket.remoteAddress ?? ''))
    throw new Refusal(403, 'Forbidden', `${what} is only available on this machine`);
}

/** Returns a page that needs neither scripts nor other files. */
export function pageReply(title: string, body: Markup): HttpReply {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    },
    body: page.text,
  };
}

/**
 * Makes the page of a stand-in without runs: what it is, and which operations it has.
 *
 * @param options.purpose one or two sentences: who uses the service, and for what
 * @param options.isHome which addresses show the page @default `/`
 */
export function supportPage<Context>({
  support,
  purpose,
  links = [],
  isHome = ({ url }) => url.pathname === '/',
}: {
  readonly support: ServiceSupport;
  readonly purpose: string;
  readonly links?: readonly { readonly address: string; readonly name: string }[];
  readonly isHome?: (call: PageCall<Context>) => boolean;
}): (call: PageCall<Context>) => HttpReply | undefined {
  const title = `Local ${support.service}`;
  const body = markup`<h1>${title}</h1>
<p>${purpose}</p>
${links.map(({ address, name }) => markup`<p><a href="${address}">${name}</a></p>`)}
${toSupportTables(support)}`;
  return (call) => (isHome(call) ? pageReply(title, body) : undefined);
}

/** The rows of local/SUPPORT.md for one service. */
export function toSupportTables({ supported, different = [], refused }: ServiceSupport): Markup {
  return markup`<h2>Operations</h2>
<p class="quiet">The file <code>local/SUPPORT.md</code> of the repository has the same list for all local services.</p>
${toTable('Supported', supported)}
${toTable('Different from the real service', different)}
${toTable('Refused', refused)}`;
}

function toTable(title: string, rows: readonly SupportRow[]): Markup {
  if (rows.length === 0) return markup``;
  return markup`<details><summary>${title}: ${rows.length}</summary><div><table>
<thead><tr><th>Feature</th><th>Note</th></tr></thead>
<tbody>
${rows.map(({ feature, note = '' }) => markup`<tr><td>${feature}</td><td>${note}</td></tr>\n`)}</tbody>
</table></div></details>`;
}
