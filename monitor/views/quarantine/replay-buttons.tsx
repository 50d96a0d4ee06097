import { type VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../app-context';
import { type QuarantineReplayReport, type QuarantineReplayRequest } from '../../data/api';
import { writeExactJson } from '../../derive/exact-json';
import { toPlural } from '../../derive/format';
import { Notice } from '../../parts/notice';
import { useAction } from '../../parts/use-action';
import { ReopenRecords } from './reopen-records';
import { ReplayResults } from './replay-results';

/** Buttons for a dry run and a replay. The result of a dry run is cleared when the request changes. */
export function ReplayButtons({
  request,
  onReplayed,
}: {
  /** Undefined while the request is incomplete. */
  readonly request: QuarantineReplayRequest | undefined;
  readonly onReplayed: () => void;
}): VNode {
  const { spoken } = useApp();
  const { busy, answer, run, forget } = useAction<QuarantineReplayReport>();
  const text = request === undefined ? undefined : writeExactJson(request);
  useEffect(forget, [text]);

  const send = async (dryRun: boolean): Promise<void> => {
    const came = await run('/api/quarantine/replay', { method: 'POST', body: { ...request, dryRun } });
    spoken.set(came.ok ? toSentence(came.value) : `The replay was refused. ${came.detail}`);
    if (came.ok && !dryRun) onReplayed();
  };
  const idle = busy || request === undefined;

  return (
    <>
      <div class="actions">
        <button type="button" disabled={idle} onClick={() => void send(true)}>
          Dry run
        </button>
        <button type="button" class="primary" disabled={idle} onClick={() => void send(false)}>
          Replay
        </button>
        {busy ? <span class="quiet">Validating …</span> : null}
      </div>
      {answer === undefined ? null : answer.ok ? (
        <>
          <Notice tone={toneOf(answer.value)} title={toSentence(answer.value)}>
            {answer.value.dryRun ? <p>This was a dry run: nothing was published.</p> : null}
          </Notice>
          {request !== undefined && answer.value.exhausted > 0 ? (
            <ReopenRecords filter={request.filter} exhausted={answer.value.exhausted} onReopened={forget} />
          ) : null}
          <ReplayResults results={answer.value.results} />
        </>
      ) : (
        <Notice tone="bad" title={answer.detail} />
      )}
    </>
  );
}

function toneOf({ published, rejected, results }: QuarantineReplayReport): 'good' | 'bad' | 'warn' {
  const passed = published + results.filter(({ outcome }) => outcome === 'would-publish').length;
  if (passed === 0) return 'bad';
  return rejected === 0 ? 'good' : 'warn';
}

/** The result of a replay in one sentence. */
function toSentence({
  dryRun,
  matched,
  published,
  rejected,
  skipped,
  remaining,
  results,
}: QuarantineReplayReport): string {
  if (matched === 0) return 'No record matches.';
  const would = results.filter(({ outcome }) => outcome === 'would-publish').length;
  const parts = [
    dryRun ? `${toPlural(would, 'record')} would be published` : `${toPlural(published, 'record')} published`,
    ...(rejected === 0 ? [] : [`${rejected} still rejected`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(remaining === 0 ? [] : [`${remaining} more match`]),
  ];
  return `${parts.join(', ')}.`;
}
