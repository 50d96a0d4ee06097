import { type Contract, type Rejection } from '../contracts/contract';
import { type ReceivedEvent } from './received-event';

/**
 * What judging an event gave, as far as landing needs it: the accepted event's own bytes (one line of JSON), or why
 * it is quarantined.
 */
export type Judgement =
  | { readonly verdict: 'accepted'; readonly contract: Contract; readonly event: Buffer }
  | {
      readonly verdict: 'quarantined';
      readonly contract?: Contract;
      readonly rejections: readonly Rejection[];
    };

/** A line of a slot in two parts: text that we write, and the event's bytes, which are spliced in untouched. */
export interface BronzeLine {
  /** The line up to the event's bytes; for a quarantined event the whole line. ASCII unless `rejections` is not. */
  readonly head: string;
  /** `undefined` for a quarantined event, whose body stands in `head` as base64. */
  readonly event: Buffer | undefined;
}

/** What all lines of a slot share. */
export interface LineContext {
  readonly partition: number;
  /** RFC 3339, UTC. */
  readonly landedAt: string;
}

/** Closes an accepted line behind the event's bytes. */
export const LINE_END = '}\n';

/**
 * Encodes lines of one slot:
 *
 * `{"meta":{"verdict":"accepted","contract":…,"version":…,"partition":…,"sequenceNumber":…,"offset":…,
 * "enqueuedTime":…,"landedAt":…},"event":<bytes>}`, or with `"verdict":"quarantined"`, `"rejections":[…]` in `meta` and
 * `"body":"<base64>"` in place of `event`; a quarantined line names its contract where that much was understood, and
 * keeps the content type and application properties it came with, so that it can be replayed as it was.
 */
export function createLineEncoder({
  partition,
  landedAt,
}: LineContext): (event: ReceivedEvent, judgement: Judgement) => BronzeLine {
  const prefixes = new Map<Contract, string>();
  const landed = `","landedAt":${JSON.stringify(landedAt)}},"event":`;
  let enqueuedTime = NaN;
  let enqueuedText = '';

  const acceptedPrefix = (contract: Contract): string => {
    let prefix = prefixes.get(contract);
    if (prefix === undefined) {
      const meta = JSON.stringify({
        verdict: 'accepted',
        contract: contract.type,
        version: contract.version,
        partition,
      });
      prefix = `{"meta":${meta.slice(0, -1)},"sequenceNumber":`;
      prefixes.set(contract, prefix);
    }
    return prefix;
  };

  return (event, judgement) => {
    if (event.enqueuedTime !== enqueuedTime) {
      enqueuedTime = event.enqueuedTime;
      enqueuedText = new Date(enqueuedTime).toISOString();
    }
    if (judgement.verdict === 'accepted') {
      const position = `${event.sequenceNumber},"offset":${quoted(event.offset)},"enqueuedTime":"${enqueuedText}`;
      return { head: acceptedPrefix(judgement.contract) + position + landed, event: judgement.event };
    }
    const meta = {
      verdict: 'quarantined',
      ...(judgement.contract && { contract: judgement.contract.type, version: judgement.contract.version }),
      partition,
      sequenceNumber: event.sequenceNumber,
      offset: event.offset,
      enqueuedTime: enqueuedText,
      landedAt,
      rejections: judgement.rejections,
      ...(event.contentType !== undefined && { contentType: event.contentType }),
      ...(event.properties !== undefined && { properties: event.properties }),
    };
    return { head: `${JSON.stringify({ meta, body: event.body.toString('base64') })}\n`, event: undefined };
  };
}

/** JSON string of a text that is nearly always plain digits. */
function quoted(text: string): string {
  return /^[\w.:@-]*$/.test(text) ? `"${text}"` : JSON.stringify(text);
}
