import { type VNode } from 'preact';
import { useApp } from '../../app-context';
import { type QuarantineReopenReport, type ReplayFilter } from '../../data/api';
import { toPlural } from '../../derive/format';
import { Notice } from '../../parts/notice';
import { useAction } from '../../parts/use-action';

/** Opens records again that were tried too often with the same fix. */
export function ReopenRecords({
  filter,
  exhausted,
  onReopened,
}: {
  readonly filter: ReplayFilter;
  readonly exhausted: number;
  readonly onReopened: () => void;
}): VNode {
  const { spoken } = useApp();
  const { busy, answer, run } = useAction<QuarantineReopenReport>();

  const reopen = async (): Promise<void> => {
    const came = await run('/api/quarantine/reopen', { method: 'POST', body: { filter } });
    spoken.set(
      came.ok
        ? `${toPlural(came.value.reopened, 'record')} opened again.`
        : `The records were not opened. ${came.detail}`,
    );
    if (came.ok) onReopened();
  };

  return (
    <>
      <p>
        {exhausted === 1
          ? 'One record was tried too often with this fix.'
          : `${exhausted} records were tried too often with this fix.`}{' '}
        Change the fix, or open {exhausted === 1 ? 'it' : 'them'} again.
      </p>
      <div class="actions">
        <button type="button" disabled={busy} onClick={() => void reopen()}>
          Open again
        </button>
      </div>
      {answer === undefined || answer.ok ? null : <Notice tone="bad" title={answer.detail} />}
    </>
  );
}
