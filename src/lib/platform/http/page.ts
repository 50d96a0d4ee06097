import { createHash } from 'node:crypto';
import { type HttpResponseInit } from '@azure/functions';
import { Markup, markup } from './markup';
import { PAGE_STYLE } from './page-style';

/** The policy of browsers for a page without scripts: only its own style sheet applies, and no frame shows it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  // The empty icon, which keeps browsers from asking for /favicon.ico.
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Returns a page that needs neither scripts nor other files. */
export function toPageResponse(title: string, body: Markup): HttpResponseInit {
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
      'cache-control': 'no-cache',
      vary: 'accept',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    },
    body: page.text,
  };
}

/** Whether a caller asks for HTML at least as much as for JSON, as browsers do (RFC 9110, 12.5.1). */
export function prefersHtml(accept: string | null): boolean {
  const weights = new Map(
    (accept ?? '').split(',').map((item) => {
      const [type = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [type, weight === undefined ? 1 : Number(weight.slice(2))] as const;
    }),
  );
  const asked = weights.get('text/html') ?? 0;
  return asked > 0 && asked >= (weights.get('application/json') ?? 0);
}
