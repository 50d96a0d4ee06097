import { type Markup, markup } from '../platform/http/markup';
import { type Front } from './api';

/** The front page, with a link to everything that a person can open. */
export function toFrontPage({ version, apiVersion, links }: Front): Markup {
  return markup`<h1>Sluice</h1>
<p>This function app validates events, lands each one exactly once in Bronze, and refreshes Silver and Gold.</p>
<p class="quiet">Version ${version}, API version ${apiVersion}. All times are in UTC.</p>
<ul class="links">
${toLink(links.monitor, 'Monitor page', 'The whole pipeline: sources, Bronze, refreshes, quarantine, Gold.')}
${toLink(links.docs, 'HTTP API', 'Every route with its parameters, bodies and answers, as a page.')}
${toLink(links.openapi, 'OpenAPI document', 'The same routes for programs, as OpenAPI 3.1.')}
${toLink(links.contracts, 'Contracts', 'The versions of the schemas that events must match, as JSON.')}
${toLink(links.health, 'Health', 'Whether the app is running, as JSON.')}
${toLink(links.ready, 'Readiness', 'Whether every service that the app needs is available, as JSON.')}
</ul>
<h2>Send events</h2>
<p>This request makes and publishes ten simulated events. In Azure it needs the header <code>x-functions-key</code>.</p>
<pre tabindex="0">curl -X POST '${new URL('/api/simulate/iot?count=10', links.docs).href}'</pre>
<h2>Documents</h2>
<p>The folder <code>docs</code> of the repository has them. Start with <code>docs/index.md</code>; <code>docs/http-api.md</code> lists the routes by task.</p>`;
}

function toLink(address: string, name: string, what: string): Markup {
  return markup`<li><a href="${new URL(address).pathname}">${name}</a><p>${what}</p></li>`;
}
