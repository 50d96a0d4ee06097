import { type VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { type QuarantineDetails, type QuarantineReplayRequest } from '../../data/api';
import { parseExactJson, writeExactJson } from '../../derive/exact-json';
import { isMask, toPatchFromEdit } from '../../derive/patch-from-edit';
import { Notice } from '../../parts/notice';
import { EditPreview } from './edit-preview';
import { ReplayButtons } from './replay-buttons';

type Way = 'as-is' | 'edit' | 'version' | 'event';

const WAYS: readonly { readonly way: Way; readonly name: string }[] = [
  { way: 'edit', name: 'Edit the event' },
  { way: 'version', name: 'Move to another version' },
  { way: 'event', name: 'Replace the whole event' },
  { way: 'as-is', name: 'Replay without changes' },
];

/** A fix for one record, its dry run, and its replay. */
export function FixRecord({
  record,
  onReplayed,
}: {
  readonly record: QuarantineDetails;
  readonly onReplayed: () => void;
}): VNode {
  const isJson = record.event !== null && record.event !== undefined;
  const original = useMemo(() => (isJson ? writeExactJson(record.event, 2) : ''), [record.id]);
  const [way, setWay] = useState<Way>(isJson ? 'edit' : 'event');
  const [text, setText] = useState(original);
  const [whole, setWhole] = useState('');
  const [version, setVersion] = useState(String(record.version ?? 1));
  const [again, setAgain] = useState(false);
  const edit = useMemo(() => toPatchFromEdit(record.event, text, isMask), [text, record.id]);
  const request = toRequest();
  const ways = WAYS.filter((one) => isJson || (one.way !== 'edit' && one.way !== 'version'));

  function toRequest(): QuarantineReplayRequest | undefined {
    const named = { filter: { ids: [record.id] }, ...(again && { again }) };
    if (way === 'as-is') return named;
    if (way === 'edit')
      return edit.outcome === 'patch' ? { ...named, fix: { patch: edit.patch } } : undefined;
    if (way === 'version')
      return /^[1-9]\d{0,3}$/.test(version) ? { ...named, fix: { version: Number(version) } } : undefined;
    const event = parse(whole);
    return event === undefined ? undefined : { ...named, fix: { event } };
  }

  if (record.state === 'replayed' && !again) {
    return (
      <section class="panel" aria-labelledby="fix-title">
        <h2 id="fix-title">Replayed</h2>
        <p>This record has been published again. No action is needed.</p>
        <p class="quiet">
          If the fix was wrong, you can replay the record again. Silver keeps the first event of each id: give
          it another <code>id</code> if both should count.
        </p>
        <div class="actions">
          <button
            type="button"
            onClick={() => {
              setAgain(true);
            }}
          >
            Fix and replay it again
          </button>
        </div>
      </section>
    );
  }
  return (
    <section class="panel" aria-labelledby="fix-title">
      <h2 id="fix-title">Fix and replay</h2>
      <fieldset class="ways">
        <legend class="spoken">How to fix it</legend>
        {ways.map((one) => (
          <label key={one.way}>
            <input
              type="radio"
              name="way"
              value={one.way}
              checked={way === one.way}
              onChange={() => {
                setWay(one.way);
              }}
            />
            <span>{one.name}</span>
          </label>
        ))}
      </fieldset>
      {way === 'edit' ? (
        <>
          <label class="field wide">
            <span>Correct the event; do not change masked values</span>
            <textarea
              spellcheck={false}
              rows={Math.min(24, original.split('\n').length + 1)}
              value={text}
              onInput={(event) => {
                setText(event.currentTarget.value);
              }}
            />
          </label>
          <EditPreview edit={edit} />
        </>
      ) : null}
      {way === 'version' ? (
        <label class="field">
          <span>Version of {record.contract ?? 'the contract'}</span>
          <input
            inputMode="numeric"
            value={version}
            onInput={(event) => {
              setVersion(event.currentTarget.value);
            }}
          />
        </label>
      ) : null}
      {way === 'event' ? (
        <>
          <label class="field wide">
            <span>The whole event as JSON: envelope and record</span>
            <textarea
              spellcheck={false}
              rows={12}
              value={whole}
              placeholder='{ "specversion": "1.0", "type": "…", "source": "…", "data": { } }'
              onInput={(event) => {
                setWhole(event.currentTarget.value);
              }}
            />
          </label>
          {whole !== '' && parse(whole) === undefined ? (
            <Notice tone="warn" title="This is not a JSON object yet." />
          ) : null}
        </>
      ) : null}
      {way === 'as-is' ? <p>The unchanged event is validated again with the current contracts.</p> : null}
      <ReplayButtons
        request={request}
        onReplayed={() => {
          setAgain(false);
          onReplayed();
        }}
      />
    </section>
  );
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseExactJson(text);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    // The text is not complete yet.
    return undefined;
  }
}
