import { type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type ReplayFilter, type ReplayFix } from '../../data/api';
import { toPlural } from '../../derive/format';
import { type FilterQuery, toReplayFilter } from '../../derive/quarantine-filter';
import { ReplayButtons } from './replay-buttons';

/** Maximum records of one replay. */
const MAX_RECORDS = 100;

/** Replays the selected records, or all of the filter, for example after a contract was relaxed. */
export function ReplayMany({
  query,
  selected,
  onClear,
  onReplayed,
}: {
  readonly query: FilterQuery;
  readonly selected: ReadonlySet<string>;
  readonly onClear: () => void;
  readonly onReplayed: () => void;
}): VNode {
  const [version, setVersion] = useState('');
  const isSelection = selected.size > 0;
  const filter: ReplayFilter | undefined = isSelection ? { ids: [...selected] } : toReplayFilter(query);
  const wanted = /^[1-9]\d{0,3}$/.test(version) ? Number(version) : undefined;
  const fix: ReplayFix | undefined = wanted === undefined ? undefined : { version: wanted };
  return (
    <section aria-labelledby="many-title" class={isSelection ? 'panel picked' : 'panel'}>
      <h2 id="many-title">
        {isSelection ? `Replay ${toPlural(selected.size, 'selected record')}` : 'Replay all of these'}
      </h2>
      {filter === undefined ? (
        <p class="empty">
          {query['event'] === undefined
            ? 'Select records in the list, or choose a source, a contract or a reason above. You cannot replay all records at once.'
            : 'Select records in the list. A search by event id replays nothing by itself.'}
        </p>
      ) : (
        <>
          <p>
            Records are validated again with the current contracts. Accepted ones are published, the others
            stay. A replay has at most {MAX_RECORDS} records.
          </p>
          {selected.size > MAX_RECORDS ? (
            <p class="bad">
              {selected.size} are selected. Remove {selected.size - MAX_RECORDS} from the selection.
            </p>
          ) : null}
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
            request={
              selected.size > MAX_RECORDS
                ? undefined
                : { filter, ...(fix !== undefined && { fix }), limit: MAX_RECORDS }
            }
            onReplayed={onReplayed}
          />
          {isSelection ? (
            <p>
              <button type="button" class="link" onClick={onClear}>
                Clear the selection
              </button>
            </p>
          ) : null}
        </>
      )}
    </section>
  );
}
