import { type VNode } from 'preact';
import { type QuarantineRecord } from '../../data/api';
import { toBytes } from '../../derive/format';
import { toHash } from '../../derive/route';
import { Ago } from '../../parts/age';
import { StateMark } from '../../parts/state-mark';

/** Quarantined records, newest first. */
export function RecordTable({ records }: { readonly records: readonly QuarantineRecord[] }): VNode {
  return (
    <table class="cards record-table">
      <caption class="spoken">Quarantined records, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Record</th>
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
      <tbody>
        {records.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <a href={toHash('quarantine', [one.id])}>
                {one.source} {one.partition}/{one.sequenceNumber}
              </a>
            </th>
            <td data-label="Came">
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
              <code>{one.codes[0]}</code> {one.rejections[0]?.message}
              {one.rejections.length > 1 ? (
                <span class="quiet"> and {one.rejections.length - 1} more</span>
              ) : null}
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
        ))}
      </tbody>
    </table>
  );
}
