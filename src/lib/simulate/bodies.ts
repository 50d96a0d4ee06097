import { type Source } from '../contracts/source';
import { toEnvelope } from '../contracts/to-envelope';
import { type ValidEvent } from './scenarios/scenario';

/**
 * Larger than landing accepts by default (256 KiB), so that the event is quarantined. Smaller than the 1 MiB
 * that a hub accepts in the standard tier, so that it arrives. Source: Event Hubs quotas, "Maximum size of
 * Event Hubs publication".
 */
const OVERSIZED_BYTES = 300_000;

const MALFORMED_KINDS = 4;
const BREAKING_KINDS = 4;

/** Makes the bytes that a producer of this source sends. */
export function validBody(source: Source, event: ValidEvent): Buffer {
  return enveloped(source, event, event.record);
}

/** Makes bytes that are not JSON: truncated, another format, not UTF-8, or two texts. */
export function malformedBody(source: Source, event: ValidEvent, draw: number): Buffer {
  const body = validBody(source, event);
  switch (draw % MALFORMED_KINDS) {
    case 0:
      return body.subarray(0, Math.floor(body.length * 0.6));
    case 1:
      return Buffer.from(`id=${event.id};time=${event.time};status=unreadable`);
    case 2: {
      // Puts a byte that UTF-8 never has into the text of the id.
      const broken = Buffer.from(body);
      broken[broken.indexOf(event.id)] = 0xff;
      return broken;
    }
    default:
      return Buffer.concat([body, body]);
  }
}

/** Makes a record that breaks its contract in one of several ways, which apply to every contract. */
export function contractBreakingBody(source: Source, event: ValidEvent, draw: number): Buffer {
  const record: Record<string, unknown> = { ...event.record };
  const [idField = 'id'] = Object.keys(record);
  switch (draw % BREAKING_KINDS) {
    case 0:
      // The first field of every record is its id, which every contract requires.
      record[idField] = undefined;
      break;
    case 1:
      record[idField] = { value: event.id };
      break;
    case 2:
      record['unannouncedField'] = true;
      break;
    default:
      for (const [name, value] of Object.entries(record)) {
        if (value === event.time) record[name] = event.time.replace('T', ' at ');
      }
  }
  return enveloped(source, { ...event, id: `${event.id}.broken` }, record);
}

/** Makes a valid event of a type without a contract. */
export function unknownTypeBody(source: Source, event: ValidEvent): Buffer {
  const id = `${event.id}.unknown`;
  return enveloped(source, { ...event, id, type: `${source}.unannounced` }, event.record);
}

/** Makes an event that is larger than landing accepts, by an extra field. */
export function oversizedBody(source: Source, event: ValidEvent): Buffer {
  return enveloped(
    source,
    { ...event, id: `${event.id}.oversized` },
    { ...event.record, padding: 'x'.repeat(OVERSIZED_BYTES) },
  );
}

/** Fields that refer to other events, with a value that no event has. */
const UNKNOWN_REFERENCES: Readonly<Record<string, string>> = {
  customerId: 'cus-nobody',
  productId: 'prd-nothing',
  trackerDeviceId: 'dev-nowhere',
};
/** Fields that name the thing itself. They get another value, so that no valid order or shipment changes. */
const OWN_NAMES: ReadonlySet<string> = new Set(['orderId', 'sessionId', 'shipmentId']);

/**
 * Makes a valid record that refers to something unknown. Undefined for a record that refers to nothing: a reading or a
 * profile.
 */
export function contradictingBody(source: Source, event: ValidEvent): Buffer | undefined {
  if (event.type === 'customers.profile') return undefined;
  const id = `${event.id}.contradicting`;
  const [idField = 'id'] = Object.keys(event.record);
  const record: Record<string, unknown> = { ...event.record, [idField]: id };
  let refers = false;
  for (const [name, value] of Object.entries(event.record)) {
    if (typeof value !== 'string') continue;
    const unknown = UNKNOWN_REFERENCES[name];
    if (unknown !== undefined) {
      record[name] = unknown;
      refers = true;
    } else if (OWN_NAMES.has(name)) record[name] = `${value}.contradicting`;
  }
  return refers ? enveloped(source, { ...event, id }, record) : undefined;
}

interface Attributes {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly partitionKey: string;
}

function enveloped(source: Source, { id, type, time, partitionKey }: Attributes, record: object): Buffer {
  return toEnvelope({
    id,
    source: `/sluice/simulate/${source}`,
    type,
    dataschema: `urn:sluice:contract:${type}:1`,
    time,
    partitionKey,
    data: Buffer.from(JSON.stringify(record)),
  });
}
