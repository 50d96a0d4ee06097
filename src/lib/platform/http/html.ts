import { createHash } from 'node:crypto';
import { type HttpResponseInit } from '@azure/functions';
import { PAGE_STYLE } from './page-style';

/** Text that is safe to insert into a page, because `html` made it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | readonly Html[];

/** Tag of template literals that escapes every inserted text, so that names and values are never markup. */
export function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    fixed.map((text, at) => text + (at < parts.length ? toText(parts[at] ?? '') : '')).join(''),
  );
}

function toText(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The policy of browsers for a page without scripts: only its own style sheet applies, and no frame shows it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Returns a page that needs neither scripts nor other files. */
export function toPageResponse(title: string, body: Html): HttpResponseInit {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${new Html(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `;
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
