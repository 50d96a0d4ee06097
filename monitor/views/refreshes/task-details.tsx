import { type VNode } from 'preact';
import { type ModelResult, type Refresh, type RefreshTaskOutput } from '../../data/api';
import { type ModelText } from '../../data/model-texts';
import { toBarState } from '../../derive/timeline';
import { toHash } from '../../derive/route';
import { Notice, ResourceNotice } from '../../parts/notice';
import { StateMark } from '../../parts/state-mark';
import { useResource } from '../../parts/use-resource';

/** One task of the job: its error, its log, and the SQL of its tables. */
export function TaskDetails({
  refresh,
  task,
  texts,
}: {
  readonly refresh: Refresh;
  readonly task: Refresh['runs'][number]['tasks'][number];
  readonly texts: readonly ModelText[];
}): VNode {
  const state = toBarState(task.state);
  const path = `/api/refresh/${encodeURIComponent(refresh.id)}/tasks/${encodeURIComponent(task.name)}`;
  const output = useResource<RefreshTaskOutput>(path, {
    kind: 'refresh',
    everySeconds: state === 'running' ? 4 : 0,
  });
  const models = texts.filter((text) => text.task === task.name);
  const error = output.value?.error ?? task.message ?? null;
  const trace = output.value?.trace ?? null;
  return (
    <section class="panel" aria-labelledby="task-title">
      <h2 id="task-title">
        Task <code>{task.name}</code> <StateMark state={state} />
      </h2>
      <p>
        <a href={toHash('refreshes', [refresh.id])}>Close</a>
      </p>
      {error === null || error === '' ? null : (
        <Notice tone={state === 'failed' ? 'bad' : 'quiet'} title={error}>
          {trace === null ? null : (
            <pre class="log" tabIndex={0} aria-label="Where it failed">
              {trace}
            </pre>
          )}
        </Notice>
      )}
      <h3>Log</h3>
      <ResourceNotice resource={output} what="the log of the task" />
      {output.value === undefined ? null : <Log output={output.value} />}
      <h3>SQL</h3>
      {models.length === 0 ? (
        <p class="empty">This version of the app has no model for this task.</p>
      ) : (
        <>
          <p class="quiet">
            The SQL of this version of the app. A refresh before an update ran an older one.
          </p>
          {models.map((model) => (
            <Sql
              key={model.model}
              text={model}
              result={refresh.models.find((result) => result.model === model.model)}
            />
          ))}
        </>
      )}
    </section>
  );
}

function Log({ output: { log, truncated, unavailable } }: { readonly output: RefreshTaskOutput }): VNode {
  if (unavailable !== null) return <p class="empty">{unavailable}</p>;
  if (log === null || log === '') return <p class="empty">The task has printed nothing.</p>;
  return (
    <>
      {truncated ? <p class="quiet">Only the end of the log is kept.</p> : null}
      <pre class="log" tabIndex={0} aria-label="Log of the task">
        {log}
      </pre>
    </>
  );
}

function Sql({
  text,
  result,
}: {
  readonly text: ModelText;
  readonly result: ModelResult | undefined;
}): VNode {
  return (
    <details class="data-table" open={result?.outcome === 'failed'}>
      <summary>
        <code>{text.model}</code> {text.strategy === 'view' ? 'view' : text.strategy}
        {result === undefined ? null : (
          <>
            {' '}
            <StateMark state={result.outcome} />
          </>
        )}
      </summary>
      <p>{text.description}</p>
      {text.reads.length === 0 ? null : <p class="quiet">Reads {text.reads.join(', ')}.</p>}
      {(result?.error ?? null) === null ? null : <p class="bar-message">{result?.error}</p>}
      <pre class="log" tabIndex={0} aria-label={`SQL of ${text.model}`}>
        {text.sql}
      </pre>
    </details>
  );
}
