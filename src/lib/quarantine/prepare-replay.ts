import { type ContractDescription } from '../contracts/contract';
import { type ContractCatalog } from '../contracts/catalog';
import { parseExactJson } from '../platform/text/exact-json';
import { type OutgoingEvent } from '../event-log/outgoing-event';
import { type Source } from '../contracts/source';
import { applyFix, setMember } from './apply-fix';
import { maskEvent } from './mask-event';
import { type Validators } from './ports';
import { completeRefused, isUsableId, readOriginal, textAt } from './read-original';
import { type QuarantinedLine, type QuarantineRecord, toRecordId } from './quarantine-record';
import { type Fix, type ReplayRejection, type ReplayResult } from './replay-api';

/** The result that a replay of the record would have now. */
export interface PreparedReplay {
  readonly after: NonNullable<ReplayResult['after']>;
  /** The event after the fix, with protected fields covered; null if it is not JSON. */
  readonly event: unknown;
  /** Only for an accepted event. */
  readonly outgoing?: { readonly source: Source; readonly event: OutgoingEvent };
}

export interface PrepareOptions {
  readonly registry: Pick<ContractCatalog, 'find' | 'ofSource'>;
  readonly validators: Validators;
}

/** Maximum length of a partition key in Event Hubs. */
const MAX_PARTITION_KEY_LENGTH = 128;

/**
 * Fixes a record's event, sets the record that it replaces, and validates it as landing would.
 *
 * The event keeps its CloudEvents id, so readers recognize it. If the original has no readable id, the new id is
 * derived from the record's id. So replaying twice does not create a second event.
 */
export function prepareReplay(
  record: QuarantineRecord,
  line: QuarantinedLine,
  fix: Fix | undefined,
  { registry, validators }: PrepareOptions,
): PreparedReplay {
  const original = readOriginal(line, fix !== undefined && 'event' in fix);
  if ('failure' in original) return refused([original.failure]);
  const applied = applyFix(original.text, fix, registry);
  if ('failure' in applied) return refused([applied.failure]);
  const fixed = { text: completeRefused(applied.text, line, registry) };

  const recordId = toRecordId(record);
  const event = JSON.parse(fixed.text) as Readonly<Record<string, unknown>>;
  const target = targetOf(event, registry);
  const contracts = target === undefined ? registry.ofSource(record.source) : [target];
  if (original.id !== undefined && event['id'] !== undefined && event['id'] !== original.id) {
    const message = '/id must not change: a replayed event keeps its original id.';
    return refused(
      [{ code: 'id_changed', path: '/id', message }],
      maskEvent(parseExactJson(fixed.text), contracts),
    );
  }
  let text = setMember(fixed.text, 'replaces', recordId);
  if (!isUsableId(event['id'])) text = setMember(text, 'id', original.id ?? `replay-${recordId}`);
  const source = target?.source ?? record.source;
  const result = validators[source]({ body: Buffer.from(text) });
  const shown = maskEvent(
    parseExactJson(text),
    result.contract === undefined ? contracts : [result.contract],
  );
  if (result.verdict === 'quarantined') return refused(result.rejections, shown, result.contract);
  const { contract } = result;
  return {
    after: { verdict: 'accepted', contract: contract.type, version: contract.version, rejections: [] },
    event: shown,
    outgoing: {
      source,
      event: { partitionKey: partitionKeyOf(parseExactJson(text), contract), body: result.bytes },
    },
  };
}

/** Returns the contract of the event's type. It can belong to another hub than the record. */
function targetOf(
  { type }: Readonly<Record<string, unknown>>,
  registry: Pick<ContractCatalog, 'find'>,
): ContractDescription | undefined {
  return typeof type === 'string' ? registry.find(type) : undefined;
}

/** Returns the event's own partition key, or else the value of the contract's pointer, as ingestion does. */
function partitionKeyOf(event: unknown, contract: ContractDescription): string | undefined {
  const { partitionkey, data } = event as { readonly partitionkey?: unknown; readonly data: unknown };
  if (isPartitionKey(partitionkey)) return partitionkey;
  const key = textAt(data, contract.partitionKey);
  return isPartitionKey(key) ? key : undefined;
}

function isPartitionKey(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_PARTITION_KEY_LENGTH;
}

function refused(
  rejections: readonly ReplayRejection[],
  event: unknown = null,
  contract?: ContractDescription,
): PreparedReplay {
  return {
    after: {
      verdict: 'quarantined',
      contract: contract?.type ?? null,
      version: contract?.version ?? null,
      rejections,
    },
    event,
  };
}
