import { type VNode } from 'preact';
import { type QuarantineDetails } from '../../data/api';
import { toBytes, toMoment } from '../../derive/format';
import { toHash } from '../../derive/route';
import { Ago } from '../../parts/age';
import { JsonView } from '../../parts/json-view';
import { ResourceNotice } from '../../parts/notice';
import { PageHead } from '../../parts/page-head';
import { StateMark } from '../../parts/state-mark';
import { useResource } from '../../parts/use-resource';
import { FixRecord } from './fix-record';
import { ReplayHistory } from './replay-history';

/** One record: its rejections and their places, its origin, and its replay. */
export function RecordView({ id }: { readonly id: string }): VNode {
  const record = useResource<QuarantineDetails>(`/api/quarantine/${encodeURIComponent(id)}`, {
    kind: 'quarantine',
    exactNumbers: true,
  });
  const { value } = record;
  const title = value === undefined ? 'Record' : `${value.source} ${value.partition}/${value.sequenceNumber}`;
  return (
    <>
      <PageHead title={title} back={{ href: toHash('quarantine'), name: 'Quarantine' }} />
      <ResourceNotice resource={record} what="the record" />
      {value === undefined ? null : (
        <>
          <Origin record={value} />
          <div class="record">
            <section aria-labelledby="why-title">
              <h2 id="why-title">Why it was quarantined</h2>
              <ol class="rejections">
                {value.rejections.map(({ code, path, message }) => (
                  <li key={`${code} ${path}`}>
                    <p>
                      {message} <code>{code}</code>
                    </p>
                    {path === '' ? null : <code class="path">{path}</code>}
                  </li>
                ))}
              </ol>
              <h2>The event</h2>
              <p class="quiet">Fields that the contract protects are masked.</p>
              {value.event === null || value.event === undefined ? (
                <pre class="json text" tabIndex={0} aria-label="The original text">
                  {value.text ?? 'The bytes are not text.'}
                </pre>
              ) : (
                <JsonView
                  value={value.event}
                  label="The event, with the rejected places marked"
                  marks={value.rejections}
                />
              )}
            </section>
            <FixRecord record={value} onReplayed={record.reload} />
          </div>
          <ReplayHistory replays={value.replays} />
        </>
      )}
    </>
  );
}

function Origin({ record }: { readonly record: QuarantineDetails }): VNode {
  return (
    <dl class="strip">
      <div>
        <dt>State</dt>
        <dd>
          <StateMark state={record.state} words={record.state === 'open' ? 'waits' : record.state} />
        </dd>
      </div>
      <div>
        <dt>Contract</dt>
        <dd>
          {record.contract === null
            ? 'none'
            : `${record.contract}${record.version === null ? '' : ` v${record.version}`}`}
        </dd>
      </div>
      <div>
        <dt>Event id</dt>
        <dd>{record.eventId ?? 'none'}</dd>
      </div>
      <div>
        <dt>Came</dt>
        <dd>
          {toMoment(record.enqueuedTime)} (<Ago time={record.enqueuedTime} />)
        </dd>
      </div>
      <div>
        <dt>Partition, sequence number</dt>
        <dd>
          {record.partition}, {record.sequenceNumber}
        </dd>
      </div>
      <div>
        <dt>Size</dt>
        <dd>{toBytes(record.bytes)}</dd>
      </div>
      <div>
        <dt>Tries</dt>
        <dd>{record.attempts}</dd>
      </div>
      <div class="wide">
        <dt>Slot</dt>
        <dd>
          <code class="path">{record.slot}</code>
        </dd>
      </div>
    </dl>
  );
}
