import { types } from 'rhea';

import { textOf } from '../amqp/text-of';
import { amqpErrors } from './amqp-errors';
import { type Claims } from './claims';
import { type Hub, unknownPartition } from './hub';
import { type Namespace } from './namespace';
import { failed } from './put-token';
import { type NodeReply, type NodeRequest } from './reply';

const STR8 = 0xa1;
const FIELDS = ['operation', 'type', 'name', 'partition', 'security_token'];

/**
 * Handles `{operation: 'READ', type, name, partition?}` on `$management`.
 *
 * - `com.microsoft:eventhub` → `{name, type, created_at, partition_count, partition_ids,
 *   georeplication_factor}`
 * - `com.microsoft:partition` → `{name, type, partition, begin_sequence_number,
 *   last_enqueued_sequence_number, last_enqueued_offset, last_enqueued_time_utc, is_partition_empty}`.
 *   Sequence number and offset are -1 before the first event. They keep the values of the last event after
 *   retention has deleted it.
 */
export function readProperties(request: NodeRequest, claims: Claims, namespace: Namespace): NodeReply {
  const [operation, type, name = '', partition = '', token] = FIELDS.map((field) =>
    textOf(request.properties[field]),
  );
  // Java brings a token with each request in place of a claim of the connection.
  if (token !== undefined) {
    const reason = claims.put(token, `${name}/$management`);
    if (reason !== undefined) return failed(401, amqpErrors.unauthorized(reason));
  }
  if (!claims.allow(`${name}/$management`)) {
    return failed(401, amqpErrors.unauthorized(`the connection has no claim for '${name}/$management'`));
  }
  if (operation !== 'READ') {
    return failed(501, amqpErrors.notSupported(`the operation "${String(operation)}" on $management`));
  }
  const hub = namespace.hub(name);
  if (hub === undefined) return failed(404, amqpErrors.entityNotFound(name));
  if (type === 'com.microsoft:eventhub') return found(hubProperties(hub));
  if (type !== 'com.microsoft:partition') {
    return failed(501, amqpErrors.notSupported(`reading properties of "${String(type)}"`));
  }
  const properties = partitionProperties(hub, partition);
  return properties === undefined
    ? failed(400, amqpErrors.outOfRange(unknownPartition(hub, partition)))
    : found(properties);
}

function hubProperties(hub: Hub): Record<string, unknown> {
  return {
    name: hub.name,
    type: 'com.microsoft:eventhub',
    created_at: types.wrap_timestamp(hub.createdAt.getTime()),
    partition_count: types.wrap_int(hub.partitions.length),
    partition_ids: types.wrap_array(
      hub.partitions.map((_, id) => String(id)),
      STR8,
      undefined,
    ),
    georeplication_factor: types.wrap_int(1),
  };
}

function partitionProperties(hub: Hub, id: string): Record<string, unknown> | undefined {
  const log = hub.partition(id);
  if (log === undefined) return undefined;
  return {
    name: hub.name,
    type: 'com.microsoft:partition',
    partition: id,
    begin_sequence_number: types.wrap_long(log.beginSequenceNumber),
    last_enqueued_sequence_number: types.wrap_long(log.nextSequenceNumber - 1),
    last_enqueued_offset: String(log.lastOffset),
    last_enqueued_time_utc: types.wrap_timestamp(Math.max(log.lastEnqueuedTime, 0)),
    is_partition_empty: log.isEmpty,
  };
}

function found(body: Record<string, unknown>): NodeReply {
  return { statusCode: 200, statusDescription: 'OK', body };
}
