import { type Contract } from '../contracts/contract';
import { type ValidationResult } from '../contracts/validation-result';
import { type ByteWriter } from './byte-writer';
import { type ReceivedEvent } from '../event-log/received-event';

/** Values that all lines of a slot share. */
export interface LineContext {
  readonly partition: number;
  /** RFC 3339, UTC. */
  readonly landedAt: string;
}

const QUOTE = 0x22;
const CLOSING_BRACE = 0x7d;
const LINE_FEED = 0x0a;
const OFFSET = Buffer.from(',"offset":"');

/**
 * Creates a writer of the lines of one slot.
 *
 * An accepted event becomes `{"meta":{"verdict":"accepted","contract":…,"version":…,"partition":…,"sequenceNumber":…,
 * "offset":…,"enqueuedTime":…,"landedAt":…},"event":<bytes>}`. A quarantined event has `"verdict":"quarantined"` and
 * `"rejections":[…]` in `meta`, and `"body":"<base64>"` instead of `event`. It names its contract if validation found
 * one. It keeps its content type and application properties, so a replay can publish it unchanged.
 *
 * The bytes of an accepted event are copied without parsing. Values that consecutive lines share are encoded once.
 */
export function createLineWriter(
  { partition, landedAt }: LineContext,
  out: ByteWriter,
): (event: ReceivedEvent, validation: ValidationResult) => void {
  const prefixes = new Map<Contract, Buffer>();
  let lastContract: Contract | undefined;
  let lastPrefix: Buffer = Buffer.alloc(0);
  let enqueuedTime = NaN;
  let enqueuedText = '';
  let afterOffset: Buffer = Buffer.alloc(0);

  const prefixOf = (contract: Contract): Buffer => {
    let prefix = prefixes.get(contract);
    if (prefix === undefined) {
      const { type, version } = contract;
      const meta = JSON.stringify({ verdict: 'accepted', contract: type, version, partition });
      prefix = Buffer.from(`{"meta":${meta.slice(0, -1)},"sequenceNumber":`);
      prefixes.set(contract, prefix);
    }
    return prefix;
  };

  return (event, validation) => {
    if (event.enqueuedTime !== enqueuedTime) {
      enqueuedTime = event.enqueuedTime;
      enqueuedText = new Date(enqueuedTime).toISOString();
      const times = JSON.stringify({ enqueuedTime: enqueuedText, landedAt });
      afterOffset = Buffer.from(`,${times.slice(1)},"event":`);
    }
    if (validation.verdict === 'accepted') {
      if (validation.contract !== lastContract) {
        lastContract = validation.contract;
        lastPrefix = prefixOf(lastContract);
      }
      out.bytes(lastPrefix);
      out.wholeNumber(event.sequenceNumber);
      out.bytes(OFFSET);
      // Plain text needs no escape in JSON.
      if (out.plainText(event.offset)) out.byte(QUOTE);
      else out.text(JSON.stringify(event.offset).slice(1));
      out.bytes(afterOffset);
      out.bytes(validation.bytes);
      out.byte(CLOSING_BRACE);
      out.byte(LINE_FEED);
      return;
    }
    const meta = {
      verdict: 'quarantined',
      ...(validation.contract && {
        contract: validation.contract.type,
        version: validation.contract.version,
      }),
      partition,
      sequenceNumber: event.sequenceNumber,
      offset: event.offset,
      enqueuedTime: enqueuedText,
      landedAt,
      rejections: validation.rejections,
      ...(event.contentType !== undefined && { contentType: event.contentType }),
      ...(event.properties !== undefined && { properties: event.properties }),
    };
    out.text(`${JSON.stringify({ meta, body: event.body.toString('base64') })}\n`);
  };
}
