import { type Attributes, type SpanContext, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { type RefreshId } from './refresh-id';
import { type RefreshRecord, type RunKey, type RunRecord } from './refresh-record';
import { fromTraceparent, inSpan, recordSpan, toTraceparent } from '../platform/telemetry/in-span';
import { instruments, isTelemetryOn } from '../platform/telemetry/instruments';

/** Starts a refresh in a span, whose context is stored in the refresh's row. Undefined while telemetry is off. */
export function traceStart<T extends { readonly id: string; readonly outcome: string }>(
  trigger: string,
  start: (traceparent: string | undefined) => Promise<T>,
): Promise<T> {
  if (!isTelemetryOn()) return start(undefined);
  const attributes = { 'sluice.refresh.trigger': trigger };
  return inSpan('refresh start', { kind: SpanKind.PRODUCER, attributes }, async (span) => {
    const started = await start(toTraceparent(span.spanContext()));
    span.setAttributes({ 'sluice.refresh.id': started.id, 'sluice.refresh.outcome': started.outcome });
    return started;
  });
}

export interface RefreshTraceOptions {
  readonly steps: () => { describe(id: RefreshId): Promise<RefreshRecord | undefined> };
  readonly runs: () => { describe(run: RunKey): Promise<RunRecord | undefined> };
}

/** Writes spans of the activities of refreshes into the trace of their refresh, in any process. */
export interface RefreshTrace {
  step<T>(name: string, id: RefreshId, work: () => Promise<T>): Promise<T>;
  /** Runs a step. If the run has ended, its span, from its intent to its end, and the spans of its tasks are written. */
  run<T extends { readonly outcome: string }>(name: string, run: RunKey, work: () => Promise<T>): Promise<T>;
  /** Writes the span of the whole refresh. Call after its end is recorded. */
  finished(id: RefreshId): Promise<void>;
}

/** Refreshes in memory. Only one runs at a time, besides the rest of earlier ones. */
const MAX_KNOWN = 16;

/** Outcomes of a poll that are final. */
const ENDS: readonly string[] = ['succeeded', 'failed', 'cancelled'];

export function createRefreshTrace({ steps, runs }: RefreshTraceOptions): RefreshTrace {
  const known = new Map<RefreshId, RefreshRecord>();

  /** Reads the fields of a refresh's row that never change: its trace and its number. */
  const identify = async (id: RefreshId): Promise<RefreshRecord | undefined> => {
    const record = known.get(id) ?? (await steps().describe(id));
    if (record === undefined) return undefined;
    known.set(id, record);
    const [oldest] = known.keys();
    if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
    return record;
  };
  const toParent = (record: RefreshRecord | undefined): SpanContext | undefined =>
    fromTraceparent(record?.traceparent);

  return {
    async step(name, id, work) {
      if (!isTelemetryOn()) return work();
      const record = await identify(id);
      const attributes = toAttributes(id, record);
      return inSpan(`refresh ${name}`, { parent: toParent(record), attributes }, async (span) => {
        const result = await work();
        const { outcome } = (result ?? {}) as { readonly outcome?: unknown };
        if (typeof outcome === 'string') span.setAttribute('sluice.refresh.outcome', outcome);
        if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
        return result;
      });
    },
    async run(name, run, work) {
      if (!isTelemetryOn()) return work();
      const record = await identify(run.refreshId);
      const parent = toParent(record);
      const attributes = { ...toAttributes(run.refreshId, record), ...toRunAttributes(run) };
      const options = { kind: SpanKind.CLIENT, parent, attributes };
      const result = await inSpan(`refresh ${run.kind} ${name}`, options, async (span) => {
        const found = await work();
        span.setAttribute('sluice.run.outcome', found.outcome);
        return found;
      });
      if (name === 'poll' && ENDS.includes(result.outcome)) {
        const ended = await runs().describe(run);
        if (ended !== undefined) recordRun(ended, parent, attributes);
      }
      return result;
    },
    async finished(id) {
      if (!isTelemetryOn()) return;
      const record = await steps().describe(id);
      known.delete(id);
      if (record?.endedAt === undefined) return;
      const { state, startedAt, endedAt, reason, counts } = record;
      recordSpan('refresh', {
        parent: toParent(record),
        startTime: new Date(startedAt),
        endTime: new Date(endedAt),
        error: state === 'failed' ? (reason ?? state) : undefined,
        attributes: {
          ...toAttributes(id, record),
          'sluice.refresh.state': state,
          'sluice.refresh.trigger': record.trigger,
          ...(record.newEvents !== undefined && { 'sluice.refresh.new_events': record.newEvents }),
        },
      });
      const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
      instruments().refreshDuration.record(seconds, { 'sluice.refresh.state': state });
      if (counts !== undefined) instruments().refreshedRows.add(counts.rowsWritten);
    },
  };
}

function recordRun(run: RunRecord, parent: SpanContext | undefined, attributes: Attributes): void {
  const endedAt = new Date(run.endedAt ?? Date.now());
  const context = recordSpan(run.kind === 'job' ? 'run job' : `run pipeline ${run.name}`, {
    kind: SpanKind.CLIENT,
    parent,
    startTime: new Date(run.intendedAt),
    endTime: endedAt,
    error: run.state === 'succeeded' ? undefined : (run.message ?? run.state),
    attributes: {
      ...attributes,
      'sluice.run.id': run.externalId ?? '',
      'sluice.run.token': run.token,
      'sluice.run.status': run.status ?? run.state,
    },
  });
  for (const { name, state, startedAt, endedAt: taskEndedAt } of run.tasks ?? []) {
    if (startedAt === undefined) continue;
    recordSpan(`task ${name}`, {
      parent: context,
      startTime: new Date(startedAt),
      endTime: taskEndedAt === undefined ? endedAt : new Date(taskEndedAt),
      attributes: { 'sluice.task.name': name, 'sluice.task.state': state },
    });
  }
}

function toAttributes(id: RefreshId, record: RefreshRecord | undefined): Attributes {
  return { 'sluice.refresh.id': id, ...(record !== undefined && { 'sluice.refresh.number': record.number }) };
}

function toRunAttributes({ kind, name, generation }: RunKey): Attributes {
  return { 'sluice.run.kind': kind, 'sluice.run.name': name, 'sluice.run.generation': generation };
}
