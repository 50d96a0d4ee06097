import { type HttpReply } from './http-reply';
import { type Markup, markup } from './markup';
import { pageReply, toSupportTables } from './page';
import { type ServiceSupport } from './support';

/** Colour of a state: it went well, needs time, or failed. */
export type Tone = 'good' | 'warn' | 'bad';

/** Times of a run or a step. Neither exists before it starts. */
export interface ShownTimes {
  readonly start?: Date | undefined;
  readonly end?: Date | undefined;
}

/** An activity or a task of a run, or one attempt of it. */
export interface ShownStep extends ShownTimes {
  /** Fragment of its address. */
  readonly anchor: string;
  readonly name: string;
  /** Such as `Copy`. */
  readonly kind: string;
  readonly state: string;
  readonly tone: Tone;
  readonly error?: string | undefined;
}

export interface ShownRun extends ShownTimes {
  /** Fragment of its address. */
  readonly anchor: string;
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly tone: Tone;
  readonly error?: string | undefined;
  readonly steps: readonly ShownStep[];
}

/** Maximum number of runs on the page. */
const MAX_RUNS = 50;

/** Returns the page of a stand-in with runs. @param options.runs newest first */
export function runsPage({
  support,
  purpose,
  stepName,
  runs,
  now,
}: {
  readonly support: ServiceSupport;
  readonly purpose: string;
  /** Such as `Activity`. */
  readonly stepName: string;
  readonly runs: readonly ShownRun[];
  readonly now: Date;
}): HttpReply {
  const shown = runs.slice(0, MAX_RUNS);
  const count = runs.length === 1 ? '1 run' : `${runs.length} runs`;
  const rest = shown.length < runs.length ? `, the newest ${shown.length} below` : '';
  const title = `Local ${support.service}`;
  return pageReply(
    title,
    markup`<h1>${title}</h1>
<p>${purpose}</p>
<h2>Runs</h2>
<p class="quiet">${count}${rest}, newest first, read at ${toTime(now)}. <a href="/">Read again</a>.</p>
${shown.length === 0 ? markup`<p>There is no run yet. <code>npm run refresh</code> starts them.</p>` : ''}
${shown.map((run, at) => toRun(run, { stepName, now, isOpen: at === 0 }))}
${toSupportTables(support)}`,
  );
}

function toRun(
  { anchor, id, name, state, tone, error, steps, ...times }: ShownRun,
  { stepName, now, isOpen }: { readonly stepName: string; readonly now: Date; readonly isOpen: boolean },
): Markup {
  const content = markup`<summary><strong>${name}</strong> <span class="${tone}">${state}</span> <span class="quiet">${toTime(times.start)}</span> <span class="quiet">${toDuration(times, now)}</span></summary>
<div id="${anchor}">
<p class="quiet">Run <a href="#${anchor}"><code>${id}</code></a></p>
${toError(error)}
<table>
<thead><tr><th>${stepName}</th><th>Kind</th><th>State</th><th>Start</th><th>Duration</th></tr></thead>
<tbody>
${steps.map((step) => toStep(step, now))}</tbody>
</table>
</div>`;
  return isOpen ? markup`<details open>${content}</details>\n` : markup`<details>${content}</details>\n`;
}

function toStep({ anchor, name, kind, state, tone, error, ...times }: ShownStep, now: Date): Markup {
  const cells = markup`<td>${name}</td><td>${kind}</td><td class="${tone}">${state}</td><td>${toTime(times.start)}</td><td>${toDuration(times, now)}</td>`;
  const text = toError(error);
  return markup`<tr id="${anchor}">${cells}</tr>\n${text === '' ? '' : markup`<tr><td colspan="5">${text}</td></tr>\n`}`;
}

function toError(error: string | undefined): Markup | '' {
  return error === undefined || error === '' ? '' : markup`<pre tabindex="0">${error}</pre>`;
}

/** Such as `2026-11-30 17:16:43 UTC`. */
function toTime(time: Date | undefined): string {
  return time === undefined ? 'not started' : time.toISOString().replace('T', ' ').replace(/\..*/, ' UTC');
}

/** Such as `1 min 5 s`; until now if it has not ended. */
function toDuration({ start, end }: ShownTimes, now: Date): string {
  if (start === undefined) return '';
  const seconds = Math.max(0, ((end ?? now).getTime() - start.getTime()) / 1000);
  const soFar = end === undefined ? ' so far' : '';
  if (seconds < 60) return `${seconds.toFixed(1)} s${soFar}`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${hours > 0 ? `${hours} h ` : ''}${minutes} min ${whole % 60} s${soFar}`;
}
