import { type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { toHash } from '../../derive/route';
import { Notice } from '../../parts/notice';
import { Select } from '../../parts/select';
import { useAction } from '../../parts/use-action';

const PIPELINES = [
  { value: 'due', name: 'due' },
  { value: 'all', name: 'all' },
  { value: 'none', name: 'none' },
];

/** Starts a refresh, or opens the running one. */
export function StartRefresh({ onStarted }: { readonly onStarted: () => void }): VNode {
  const [pipelines, setPipelines] = useState('due');
  const [force, setForce] = useState(false);
  const { busy, answer, run } = useAction<{ id: string; outcome: string }>();
  return (
    <form
      class="bar-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run(`/api/refresh?pipelines=${pipelines}&force=${String(force)}`, { method: 'POST' }).then(
          (came) => {
            if (!came.ok) return;
            onStarted();
            location.hash = toHash('refreshes', [came.value.id]);
          },
        );
      }}
    >
      <Select label="Pipelines to run first" value={pipelines} options={PIPELINES} onChange={setPipelines} />
      <label class="check">
        <input
          type="checkbox"
          checked={force}
          onChange={(event) => {
            setForce(event.currentTarget.checked);
          }}
        />
        <span>Run the job even without new events</span>
      </label>
      <button type="submit" class="primary" disabled={busy}>
        {busy ? 'Starting …' : 'Start a refresh'}
      </button>
      {answer?.ok === false ? (
        <Notice tone="bad" title={`The refresh was not started. ${answer.detail}`} />
      ) : null}
    </form>
  );
}
