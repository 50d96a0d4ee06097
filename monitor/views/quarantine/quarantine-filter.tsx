import { type VNode } from 'preact';
import { type QuarantineCount } from '../../data/api';
import { type FilterQuery, isRecordId } from '../../derive/quarantine-filter';
import { toHash } from '../../derive/route';
import { Select, type SelectOption } from '../../parts/select';
import { usePipeline } from '../../parts/use-store';

const STATES: readonly SelectOption[] = [
  { value: 'open', name: 'waiting' },
  { value: 'replayed', name: 'replayed' },
  { value: 'all', name: 'all' },
];

/** Filters of the list. They are part of the address, so that a link shows the same records. */
export function QuarantineFilter({
  query,
  counts,
  onChange,
}: {
  readonly query: FilterQuery;
  readonly counts: readonly QuarantineCount[];
  readonly onChange: () => void;
}): VNode {
  const { status } = usePipeline();
  const choose = (name: string, value: string): void => {
    onChange();
    location.hash = toHash('quarantine', [], { ...query, [name]: value });
  };
  const codes = [
    ...counts.map(({ code }) => code),
    ...(status?.quarantine?.bySourceAndCode ?? []).map(({ code }) => code),
  ];
  const sources = status?.sources.map(({ source }) => source) ?? counts.map(({ source }) => source);
  const contracts = counts.flatMap(({ contract }) => contract ?? []);
  return (
    <form
      class="bar-form"
      aria-label="Filters"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <Search query={query} choose={choose} />
      <Choice label="Source" name="source" values={sources} query={query} choose={choose} />
      <Choice label="Contract" name="contract" values={contracts} query={query} choose={choose} />
      <Choice label="Reason" name="code" values={codes} query={query} choose={choose} />
      <Select
        label="State"
        value={query['state'] ?? 'open'}
        options={STATES}
        onChange={(value) => {
          choose('state', value === 'open' ? '' : value);
        }}
      />
      <Select
        label="Group by"
        value={query['group'] ?? ''}
        options={[
          { value: '', name: 'nothing' },
          { value: 'code', name: 'reason' },
        ]}
        onChange={(value) => {
          choose('group', value);
        }}
      />
      <Moment label="From (UTC)" name="from" query={query} choose={choose} />
      <Moment label="Until (UTC)" name="to" query={query} choose={choose} />
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly query: FilterQuery;
  readonly choose: (name: string, value: string) => void;
}

/** Opens a record by its id, or lists the records of an event by its id or the beginning of it. */
function Search({ query, choose }: Pick<ChoiceProps, 'query' | 'choose'>): VNode {
  return (
    <label class="field">
      <span>Event id or record id</span>
      <input
        type="search"
        value={query['event'] ?? ''}
        placeholder="begins with …"
        spellcheck={false}
        maxLength={256}
        onChange={(event) => {
          const text = event.currentTarget.value.trim();
          if (isRecordId(text)) location.hash = toHash('quarantine', [text]);
          else choose('event', text);
        }}
      />
    </label>
  );
}

function Choice({
  label,
  name,
  values,
  query,
  choose,
}: ChoiceProps & { readonly values: readonly string[] }): VNode {
  const chosen = query[name];
  const all = [...new Set(chosen === undefined ? values : [...values, chosen])].sort();
  return (
    <Select
      label={label}
      value={chosen ?? ''}
      options={[{ value: '', name: 'any' }, ...all.map((value) => ({ value, name: value }))]}
      onChange={(value) => {
        choose(name, value);
      }}
    />
  );
}

function Moment({ label, name, query, choose }: ChoiceProps): VNode {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="datetime-local"
        value={query[name] ?? ''}
        onChange={(event) => {
          choose(name, event.currentTarget.value);
        }}
      />
    </label>
  );
}
