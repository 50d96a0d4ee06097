import { type ComponentChildren, type VNode } from 'preact';
import { type Refresh } from '../../data/api';
import { type ModelTexts } from '../../data/model-texts';
import { ageSeconds } from '../../derive/ages';
import { toCount, toDuration, toMoment, toRefreshName } from '../../derive/format';
import { toStateWords } from '../../derive/health';
import { toHash } from '../../derive/route';
import { Notice, ResourceNotice } from '../../parts/notice';
import { PageHead } from '../../parts/page-head';
import { StateMark } from '../../parts/state-mark';
import { useAction } from '../../parts/use-action';
import { useResource } from '../../parts/use-resource';
import { useNow, useRoute } from '../../parts/use-store';
import { ModelTable } from './model-table';
import { RefreshTimeline } from './refresh-timeline';
import { TaskDetails } from './task-details';
import { TaskGraph } from './task-graph';
import { useModelTexts } from './use-model-texts';

const GOING_ON: ReadonlySet<string> = new Set(['running', 'cancelling']);

/** One refresh: its steps over time, its tables, and their expectations. */
export function RefreshView({ id }: { readonly id: string }): VNode {
  const refresh = useResource<Refresh>(`/api/refresh/${encodeURIComponent(id)}`, {
    kind: 'refresh',
    everySeconds: 1.5,
  });
  const { value } = refresh;
  return (
    <>
      <PageHead
        title={value === undefined ? 'Refresh' : toRefreshName(value.number)}
        back={{ href: toHash('refreshes'), name: 'Refreshes' }}
      />
      <ResourceNotice resource={refresh} what="the refresh" />
      {value === undefined ? null : <Shown refresh={value} onChanged={refresh.reload} />}
    </>
  );
}

function Shown({ refresh, onChanged }: { readonly refresh: Refresh; readonly onChanged: () => void }): VNode {
  const now = useNow();
  const texts = useModelTexts().value;
  const running = GOING_ON.has(refresh.state);
  const took = refresh.durationSeconds ?? (running ? ageSeconds(refresh.startedAt, now) : null);
  return (
    <>
      <dl class="strip">
        <Fact name="State">
          <StateMark state={refresh.state} words={toStateWords(refresh.state)} />
        </Fact>
        <Fact name={running ? 'Running for' : 'Took'}>{toDuration(took)}</Fact>
        <Fact name="Started by">{refresh.trigger}</Fact>
        <Fact name="Id">{refresh.id}</Fact>
        {refresh.rebuild.length === 0 ? null : <Fact name="Rebuilds">{refresh.rebuild.join(', ')}</Fact>}
        <Fact name="New events">{toCount(refresh.newEvents)}</Fact>
        <Fact name="Rows written">{toCount(refresh.counts?.rowsWritten)}</Fact>
        <Fact name="Rows dropped">{toCount(refresh.counts?.rowsDropped)}</Fact>
      </dl>
      {running ? <CancelRefresh refresh={refresh} onChanged={onChanged} /> : null}
      {refresh.reason === null ? null : (
        <Notice tone={refresh.state === 'failed' ? 'bad' : 'quiet'} title={refresh.reason}>
          {refresh.state === 'failed' ? <p>The next refresh also processes the events of this one.</p> : null}
        </Notice>
      )}
      <section aria-labelledby="timeline-title">
        <h2 id="timeline-title">Steps</h2>
        <RefreshTimeline refresh={refresh} />
      </section>
      <Tasks refresh={refresh} texts={texts} />
      <Quality refresh={refresh} />
      <ModelChanges refresh={refresh} />
      <section aria-labelledby="models-title">
        <h2 id="models-title">Tables</h2>
        <ModelTable models={refresh.models} texts={texts?.models ?? []} />
      </section>
    </>
  );
}

/** The tasks of the newest run of the job, and the chosen one. */
function Tasks({
  refresh,
  texts,
}: {
  readonly refresh: Refresh;
  readonly texts: ModelTexts | undefined;
}): VNode | null {
  const { query } = useRoute();
  const tasks = refresh.runs.findLast(({ kind }) => kind === 'job')?.tasks ?? [];
  if (tasks.length === 0) return null;
  const chosen = tasks.find(({ name }) => name === query['task']);
  return (
    <section aria-labelledby="tasks-title">
      <h2 id="tasks-title">Tasks of the job</h2>
      <p class="quiet">Choose a task for its SQL, its log and its error.</p>
      <TaskGraph id={refresh.id} tasks={tasks} texts={texts?.tasks ?? []} chosen={chosen?.name} />
      {chosen === undefined ? null : (
        <TaskDetails key={chosen.name} refresh={refresh} task={chosen} texts={texts?.models ?? []} />
      )}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function CancelRefresh({
  refresh,
  onChanged,
}: {
  readonly refresh: Refresh;
  readonly onChanged: () => void;
}): VNode {
  const { busy, answer, run } = useAction<unknown>();
  const asked = refresh.state === 'cancelling';
  return (
    <div class="actions">
      <button
        type="button"
        disabled={busy || asked}
        onClick={() => {
          void run(`/api/refresh/${encodeURIComponent(refresh.id)}`, { method: 'DELETE' }).then(onChanged);
        }}
      >
        {asked ? 'Cancelling …' : 'Cancel this refresh'}
      </button>
      {answer?.ok === false ? (
        <Notice tone="bad" title={`The refresh was not cancelled. ${answer.detail}`} />
      ) : null}
    </div>
  );
}

function Quality({ refresh: { quality } }: { readonly refresh: Refresh }): VNode | null {
  if (quality === null || (quality.reasons.length === 0 && quality.warnings.length === 0)) return null;
  return (
    <section aria-labelledby="quality-title">
      <h2 id="quality-title">Failed expectations</h2>
      <ul class="plain">
        {quality.reasons.map((reason) => (
          <li key={reason}>
            <StateMark state="failed" words="failed" /> {reason}
          </li>
        ))}
        {quality.warnings.map((warning) => (
          <li key={warning}>
            <StateMark state="late" words="warned" /> {warning}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Tables with rows of an older text of their model, and the command that rebuilds each. */
function ModelChanges({ refresh: { modelChanges } }: { readonly refresh: Refresh }): VNode | null {
  if (modelChanges.length === 0) return null;
  return (
    <Notice
      tone="warn"
      title={
        modelChanges.length === 1
          ? 'The model of a table changed, and its older rows stay.'
          : `The models of ${modelChanges.length} tables changed, and their older rows stay.`
      }
    >
      <ul class="plain">
        {modelChanges.map(({ table, changedAt }) => (
          <li key={table}>
            <code>{table}</code> changed on {toMoment(changedAt)}:{' '}
            <code>npm run refresh -- --rebuild {table}</code>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
