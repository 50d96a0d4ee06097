import { createHash } from 'node:crypto';
import { type WindowRow } from '../../ports';

/** A window as a CloudEvent 1.0 in structured JSON, with its partition key. */
export interface WindowEvent {
  /** View and keys: windows of one group share a partition, so the newest row of a window comes last. */
  readonly partitionKey: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Converts a row to an event. The id is a hash of the content, so a repeated row has the same id. `data` is
 * flat, so that an Eventstream can route and aggregate by its fields.
 */
export function toWindowEvent({
  view,
  windowStart,
  windowEnd,
  keys,
  events,
  values,
}: WindowRow): WindowEvent {
  const partitionKey = JSON.stringify([view, ...Object.values(keys)]);
  const data = { view, windowStart, windowEnd, ...keys, events, revision: events, ...values };
  const id = createHash('sha256').update(JSON.stringify(data)).digest('base64url');
  return {
    partitionKey,
    body: {
      specversion: '1.0',
      id,
      source: '/sluice/live',
      type: 'sluice.window',
      subject: view,
      time: windowStart,
      datacontenttype: 'application/json',
      partitionkey: partitionKey,
      data,
    },
  };
}
