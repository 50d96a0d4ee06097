import { type Source } from '../contracts/source';
import { toEnvelope } from '../contracts/to-envelope';
import { type HonestEvent } from './scenarios/scenario';

/**
 * More than landing accepts by default (256 KiB) and less than a hub takes (1 MiB in the standard tier; Event Hubs quotas:
 * "Maximum size of Event Hubs publication"), so that the event arrives and is quarantined.
 */
const OVERSIZED_BYTES = 300_000;

const MALFORMED_KINDS = 4;
const BREAKING_KINDS = 4;

/** Makes the bytes that a producer of this source sends. */
export function honestBody(source: Source, event: HonestEvent): Buffer {
  return enveloped(source, event, event.record);
}

/** Bytes that are no JSON: cut off, another format, not UTF-8, or two texts in one. */
export function malformedBody(source: Source, event: HonestEvent, draw: number): Buffer {
  const body = honestBody(source, event);
  switch (draw % MALFORMED_KINDS) {
    case 0:
      return body.subarray(0, Math.floor(body.length * 0.6));
    case 1:
      return Buffer.from(`id=${event.id};time=${event.time};status=unreadable`);
    case 2: {
      // A byte that UTF-8 never has, inside the text of the id.
      const broken = Buffer.from(body);
      broken[broken.indexOf(event.id)] = 0xff;
      return broken;
    }
    default:
      return Buffer.concat([body, body]);
  }
}

/** A record that breaks its contract in one of a few ways, each known to every contract. */
export function contractBreakingBody(source: Source, event: HonestEvent, draw: number): Buffer {
  const record: Record<string, unknown> = { ...event.record };
  const [idField = 'id'] = Object.keys(record);
  switch (draw % BREAKING_KINDS) {
    case 0:
      // Every record starts with its identity, which no contract lets go.
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

/** An event in order, but of a type that nobody has a contract for. */
export function unknownTypeBody(source: Source, event: HonestEvent): Buffer {
  const id = `${event.id}.unknown`;
  return enveloped(source, { ...event, id, type: `${source}.unannounced` }, event.record);
}

/** More than landing accepts: a field that nobody asked for is padded. */
export function oversizedBody(source: Source, event: HonestEvent): Buffer {
  return enveloped(
    source,
    { ...event, id: `${event.id}.oversized` },
    { ...event.record, padding: 'x'.repeat(OVERSIZED_BYTES) },
  );
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
