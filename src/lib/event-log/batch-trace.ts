import { type Attributes, type Link, type Span, type SpanContext, SpanKind } from '@opentelemetry/api';
import { type ValidationResult } from '../contracts/validation-result';
import { type ReceivedEvent } from './received-event';
import { type Source } from '../contracts/source';
import { findSampledContext } from './find-sampled-context';
import {
  fromTraceparent,
  recordFault,
  recordSpan,
  runIn,
  startSpan,
  toTraceparent,
} from '../platform/telemetry/in-span';
import { type Instruments, instruments, isTelemetryOn } from '../platform/telemetry/instruments';

/** Maximum number of events of a batch that get a span in their trace. More spans cost too much time. */
const MAX_FOLLOWED = 32;

export interface BatchOptions {
  readonly operation: 'land' | 'aggregate';
  readonly source: Source;
  readonly partition: number;
  readonly consumerGroup: string;
  readonly events: readonly ReceivedEvent[];
  /** Trace context of the invocation, as the host passes it. */
  readonly parent:
    { readonly traceParent?: string | undefined; readonly traceState?: string | undefined } | undefined;
}

interface Followed {
  readonly context: SpanContext;
  readonly event: ReceivedEvent;
  validation: ValidationResult | undefined;
}

/** The trace of one batch of one partition. */
export class BatchTrace {
  readonly #options: BatchOptions;
  readonly #span: Span;
  readonly #followed: ReadonlyMap<number, Followed>;
  readonly #startedAt: Date;
  readonly #counter: Instruments['landedEvents'];

  constructor(options: BatchOptions, startedAt: Date) {
    const { source, partition, consumerGroup, operation, events, parent } = options;
    this.#options = options;
    this.#startedAt = startedAt;
    this.#counter = instruments()[operation === 'land' ? 'landedEvents' : 'aggregatedEvents'];
    this.#followed = findFollowed(events);
    const attributes: Attributes = {
      'messaging.system': 'eventhubs',
      'messaging.operation.name': operation,
      'messaging.operation.type': 'process',
      'messaging.destination.name': source,
      'messaging.destination.partition.id': String(partition),
      'messaging.consumer.group.name': consumerGroup,
    };
    this.#span = startSpan(`${operation} ${source}`, {
      kind: SpanKind.CONSUMER,
      startTime: startedAt,
      attributes: { ...attributes, 'messaging.batch.message_count': events.length },
      links: toLinks(this.#followed.values()),
      parent: fromTraceparent(parent?.traceParent, parent?.traceState),
    });
  }

  get span(): Span {
    return this.#span;
  }

  /** Stored with the result of the batch; undefined if the batch is not sampled. */
  get traceparent(): string | undefined {
    return this.#span.isRecording() ? toTraceparent(this.#span.spanContext()) : undefined;
  }

  /**
   * Begins a part of the batch that is stored as a whole or not at all. Call `validated` for each event, and `kept`
   * when the part is durable. The metrics count only parts that were kept.
   */
  beginPart(): BatchPart {
    return new BatchPart(this.#followed, this.#counter, this.#options.source, (followed, attributes) => {
      this.#recordEvent(followed, attributes);
    });
  }

  #recordEvent({ context, event, validation }: Followed, attributes: Attributes): void {
    const { operation, source, partition, consumerGroup } = this.#options;
    const link: Link = { context: this.#span.spanContext() };
    recordSpan(`${operation} ${source}`, {
      kind: SpanKind.CONSUMER,
      parent: context,
      links: [link],
      startTime: this.#startedAt,
      endTime: new Date(),
      attributes: {
        'messaging.system': 'eventhubs',
        'messaging.operation.name': operation,
        'messaging.operation.type': 'process',
        'messaging.destination.name': source,
        'messaging.destination.partition.id': String(partition),
        'messaging.consumer.group.name': consumerGroup,
        'messaging.eventhubs.message.enqueued_time': Math.floor(event.enqueuedTime / 1000),
        'sluice.sequence_number': event.sequenceNumber,
        ...(validation !== undefined && toValidationAttributes(validation)),
        ...attributes,
      },
    });
  }
}

/** One part of a batch. */
export class BatchPart {
  readonly #followed: ReadonlyMap<number, Followed>;
  readonly #counter: Instruments['landedEvents'];
  readonly #source: Source;
  readonly #record: (followed: Followed, attributes: Attributes) => void;
  /** By contract and rejection code. */
  readonly #counts = new Map<unknown, { readonly validation: ValidationResult; events: number }>();

  constructor(
    followed: ReadonlyMap<number, Followed>,
    counter: Instruments['landedEvents'],
    source: Source,
    record: (followed: Followed, attributes: Attributes) => void,
  ) {
    this.#followed = followed;
    this.#counter = counter;
    this.#source = source;
    this.#record = record;
  }

  validated({ sequenceNumber }: ReceivedEvent, validation: ValidationResult): void {
    const key =
      validation.verdict === 'accepted'
        ? validation.contract
        : `${validation.contract?.id ?? ''}|${toCode(validation)}`;
    const count = this.#counts.get(key);
    if (count === undefined) this.#counts.set(key, { validation, events: 1 });
    else count.events += 1;
    if (this.#followed.size === 0) return;
    const followed = this.#followed.get(sequenceNumber);
    if (followed !== undefined) followed.validation = validation;
  }

  /**
   * Reports that the part is durable.
   *
   * @param range its first and last sequence number
   * @param attributes attributes for the span of each followed event, such as its slot
   */
  kept(range: { readonly first: number; readonly last: number }, attributes: Attributes): void {
    for (const { validation, events } of this.#counts.values()) {
      this.#counter.add(events, { 'sluice.source': this.#source, ...toValidationAttributes(validation) });
    }
    for (const [sequenceNumber, followed] of this.#followed) {
      if (sequenceNumber >= range.first && sequenceNumber <= range.last) this.#record(followed, attributes);
    }
  }
}

/**
 * Processes one batch within a span, and records spans for its sampled events. If telemetry is off, `work` gets no
 * trace.
 */
export async function traceBatch<T>(
  options: BatchOptions,
  work: (batch: BatchTrace | undefined) => Promise<T>,
): Promise<T> {
  if (!isTelemetryOn()) return work(undefined);
  const startedAt = new Date();
  const batch = new BatchTrace(options, startedAt);
  const { landingDuration, aggregationDuration } = instruments();
  const duration = options.operation === 'land' ? landingDuration : aggregationDuration;
  let failed = false;
  try {
    return await runIn(batch.span, () => work(batch));
  } catch (error) {
    failed = true;
    recordFault(batch.span, error);
    throw error;
  } finally {
    duration.record((Date.now() - startedAt.getTime()) / 1000, {
      'sluice.source': options.source,
      ...(failed && { 'error.type': 'failed' }),
    });
    batch.span.end();
  }
}

function findFollowed(events: readonly ReceivedEvent[]): ReadonlyMap<number, Followed> {
  const followed = new Map<number, Followed>();
  for (const event of events) {
    const context = findSampledContext(event);
    if (context === undefined) continue;
    followed.set(event.sequenceNumber, { context, event, validation: undefined });
    if (followed.size === MAX_FOLLOWED) break;
  }
  return followed;
}

/** Events of one request share a span, so one link is enough. */
function toLinks(followed: Iterable<Followed>): Link[] {
  const links = new Map<string, Link>();
  for (const { context } of followed) links.set(`${context.traceId}-${context.spanId}`, { context });
  return [...links.values()];
}

function toCode({ rejections }: Extract<ValidationResult, { verdict: 'quarantined' }>): string {
  return rejections[0]?.code ?? 'unknown';
}

function toValidationAttributes(validation: ValidationResult): Attributes {
  const { verdict, contract } = validation;
  return {
    'sluice.verdict': verdict,
    ...(contract !== undefined && { 'sluice.contract': contract.id }),
    ...(verdict === 'quarantined' && { 'sluice.rejection.code': toCode(validation) }),
  };
}
