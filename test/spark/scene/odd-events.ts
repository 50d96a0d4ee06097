import { type OutgoingEvent } from '../../../src/lib/event-log/outgoing-event';

interface Envelope {
  id: string;
  time: string;
  data: Record<string, unknown>;
}

/**
 * Valid events in unusual spellings, made from usual ones: the contract accepts them, but no simulator writes them.
 * Each has its own id, so it is an event besides the original.
 *
 * @param eventId the record's field that identifies the event
 */
export function oddSpellings(event: OutgoingEvent, eventId: string): OutgoingEvent[] {
  const odd = (name: string, change: (text: string) => string): OutgoingEvent => {
    const envelope = JSON.parse(event.body.toString('utf8')) as Envelope;
    const id = `${envelope.id}-${name}`;
    const renamed = { ...envelope, id, data: { ...envelope.data, [eventId]: id } };
    return { partitionKey: event.partitionKey, body: Buffer.from(change(JSON.stringify(renamed))) };
  };
  return [
    odd('offset', (text) => text.replace(/(\d{4}-\d\d-\d\dT)(\d\d)(:\d\d:\d\d)(\.\d+)?Z/g, twoHoursEast)),
    odd('nanoseconds', (text) => text.replace(/(T\d\d:\d\d:\d\d)\.\d+Z/g, '$1.123456789Z')),
    odd('no-fraction', (text) => text.replace(/(T\d\d:\d\d:\d\d)\.\d+Z/g, '$1Z')),
    // An integer is an integer in any spelling.
    odd('exponent', (text) => text.replace(/"quantity":(\d+)([,}])/g, '"quantity":$1.0$2')),
    odd('spaces', (text) => text.replace(/,"/g, ' ,\t"')),
    odd('unicode', (text) =>
      text.replace(/"name":"([^"]*)"/g, '"name":"$1 \\u00e9\\ud83d\\ude80 \\"quoted\\" back\\\\slash"'),
    ),
  ];
}

/** The same instant, two hours further east. */
function twoHoursEast(_: string, date: string, hour: string, rest: string, fraction = ''): string {
  const local = new Date(`${date}${hour}${rest}Z`);
  local.setUTCHours(local.getUTCHours() + 2);
  return `${local.toISOString().slice(0, 19)}${fraction}+02:00`;
}
