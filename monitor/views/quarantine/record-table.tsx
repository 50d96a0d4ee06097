import { type VNode } from 'preact';
import { type QuarantineRecord } from '../../data/api';
import { toBytes, toPlural } from '../../derive/format';
import { groupBy } from '../../derive/group-by';
import { toHash } from '../../derive/route';
import { Ago } from '../../parts/age';
import { StateMark } from '../../parts/state-mark';

export interface RecordTableProps {
  readonly records: readonly QuarantineRecord[];
  /** Ids of the selected records. */
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], isSelected: boolean) => void;
  /** Whether records with the same first reason are shown together. */
  readonly isGrouped: boolean;
}

const COLUMNS = 9;

/** Quarantined records, newest first, each with a box to select it. */
export function RecordTable({ records, selected, onSelect, isGrouped }: RecordTableProps): VNode {
  const groups = isGrouped
    ? [...groupBy(records, ({ codes }) => codes[0] ?? 'no reason')]
    : [['', records] as const];
  return (
    <table class="cards record-table">
      <caption class="spoken">Quarantined records, newest first</caption>
      <thead>
        <tr>
          <th scope="col" class="pick">
            <Pick
              records={records}
              label="Select all records of this page"
              selected={selected}
              onSelect={onSelect}
            />
          </th>
          <th scope="col">Record</th>
          <th scope="col">Event id</th>
          <th scope="col">Came</th>
          <th scope="col">Contract</th>
          <th scope="col">Why</th>
          <th scope="col" class="number">
            Size
          </th>
          <th scope="col" class="number">
            Tries
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      {groups.map(([code, group]) => (
        <tbody key={code}>
          {code === '' ? null : (
            <tr class="group">
              <th scope="rowgroup" colSpan={COLUMNS}>
                <label class="check">
                  <Pick
                    records={group}
                    label={`Select all with ${code}`}
                    selected={selected}
                    onSelect={onSelect}
                  />
                  <code>{code}</code>
                </label>{' '}
                <span class="quiet">{toPlural(group.length, 'record')} on this page</span>
              </th>
            </tr>
          )}
          {group.map((one) => (
            <Row key={one.id} record={one} selected={selected} onSelect={onSelect} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

type Selecting = Pick<RecordTableProps, 'selected' | 'onSelect'>;

/** A box that selects some records, or none of them. */
function Pick({
  records,
  label,
  selected,
  onSelect,
}: Selecting & { readonly records: readonly QuarantineRecord[]; readonly label: string }): VNode {
  const ids = records.map(({ id }) => id);
  const chosen = ids.filter((id) => selected.has(id)).length;
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={chosen > 0 && chosen === ids.length}
      indeterminate={chosen > 0 && chosen < ids.length}
      onChange={(event) => {
        onSelect(ids, event.currentTarget.checked);
      }}
    />
  );
}

function Row({ record: one, selected, onSelect }: Selecting & { readonly record: QuarantineRecord }): VNode {
  const name = `${one.source} ${one.partition}/${one.sequenceNumber}`;
  return (
    <tr class={selected.has(one.id) ? 'selected' : ''}>
      <td class="pick">
        <Pick records={[one]} label={`Select ${name}`} selected={selected} onSelect={onSelect} />
      </td>
      <th scope="row">
        <a href={toHash('quarantine', [one.id])}>{name}</a>
      </th>
      <td data-label="Event id" class="event-id">
        {one.eventId === null ? <span class="quiet">none</span> : <code>{one.eventId}</code>}
      </td>
      <td data-label="Came" class="came">
        <Ago time={one.enqueuedTime} />
      </td>
      <td data-label="Contract">
        {one.contract === null ? (
          <span class="quiet">none</span>
        ) : (
          `${one.contract}${one.version === null ? '' : ` v${one.version}`}`
        )}
      </td>
      <td data-label="Why" class="why">
        <div>
          <code>{one.codes[0]}</code> {one.rejections[0]?.message}
          {one.rejections.length > 1 ? (
            <span class="quiet"> and {one.rejections.length - 1} more</span>
          ) : null}
        </div>
      </td>
      <td data-label="Size" class="number">
        {toBytes(one.bytes)}
      </td>
      <td data-label="Tries" class="number">
        {one.attempts}
      </td>
      <td data-label="State">
        <StateMark state={one.state} words={one.state === 'open' ? 'waits' : one.state} />
      </td>
    </tr>
  );
}
