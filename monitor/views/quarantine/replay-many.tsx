import { type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type ReplayFix } from '../../data/api';
import { type FilterQuery, toReplayFilter } from '../../derive/quarantine-filter';
import { ReplayButtons } from './replay-buttons';

/** Replays all records of the filter, for example after a contract was relaxed, or as another version. */
export function ReplayMany({
  query,
  onReplayed,
}: {
  readonly query: FilterQuery;
  readonly onReplayed: () => void;
}): VNode {
  const [version, setVersion] = useState('');
  const filter = toReplayFilter(query);
  const wanted = /^[1-9]\d{0,3}$/.test(version) ? Number(version) : undefined;
  const fix: ReplayFix | undefined = wanted === undefined ? undefined : { version: wanted };
  return (
    <section aria-labelledby="many-title" class="panel">
      <h2 id="many-title">Replay all of these</h2>
      {filter === undefined ? (
        <p class="empty">
          Choose a source, a contract or a reason above. You cannot replay all records at once.
        </p>
      ) : (
        <>
          <p>
            Records are validated again with the current contracts. Accepted ones are published, the others
            stay. A replay has at most 100 records.
          </p>
          <label class="field">
            <span>Move to version (empty: no change)</span>
            <input
              inputMode="numeric"
              pattern="[1-9][0-9]{0,3}"
              value={version}
              onInput={(event) => {
                setVersion(event.currentTarget.value);
              }}
            />
          </label>
          <ReplayButtons
            request={{ filter, ...(fix !== undefined && { fix }), limit: 100 }}
            onReplayed={onReplayed}
          />
        </>
      )}
    </section>
  );
}
