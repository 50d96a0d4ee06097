import { type Schema } from '../tools/schema-folder';

/** A minimal contract, with additional fields. */
export function maintenance(properties: Schema, metadata: Schema = {}, version = 1): Schema {
  const identifier = { type: 'string', minLength: 1, maxLength: 64, description: 'An identity.' };
  const example = { maintenanceId: 'm-1', deviceId: 'dev-1', servicedAt: '2026-11-21T08:00:00Z' };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:sluice:contract:iot.maintenance:${version}`,
    title: 'Maintenance',
    description: 'A device was serviced.',
    'x-contract': {
      source: 'iot',
      type: 'iot.maintenance',
      version,
      eventId: '/maintenanceId',
      eventTime: '/servicedAt',
      partitionKey: '/deviceId',
      personalData: [],
      departments: ['operations'],
      ...metadata,
    },
    type: 'object',
    additionalProperties: false,
    required: ['maintenanceId', 'deviceId', 'servicedAt'],
    properties: {
      maintenanceId: identifier,
      deviceId: identifier,
      servicedAt: { type: 'string', format: 'date-time', description: 'When.' },
      ...properties,
    },
    examples: [example, { ...example, maintenanceId: 'm-2' }],
  };
}
