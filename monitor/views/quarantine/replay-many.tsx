import { type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type ReplayFix } from '../../data/api';
import { type FilterQuery, toReplayFilter } from '../../derive/quarantine-filter';
import { ReplayButtons } from './replay-buttons';

/** Replays all records that the filter names: after a contract was widened, or to another version of it. */
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
          Choose a source, a contract or a reason above; a replay of everything is not offered.
        </p>
      ) : (
        <>
          <p>
            Records are judged again by today’s contracts. Those that pass are published; the others stay. At
            most 100 at a time.
          </p>
          <label class="field">
            <span>Move to version (empty: as they are)</span>
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
