import { type ServiceSupport } from '../kit';

/** Supported and refused operations of the Event Hubs stand-in. */
export const support: ServiceSupport = {
  defaultPort: 5672,
  service: 'Event Hubs',
  supported: [
    {
      id: 'transport',
      feature: 'AMQP 1.0 over TCP',
      note: 'For connection strings with UseDevelopmentEmulator=true. SASL ANONYMOUS, MSSBCBS and PLAIN (key name and key). Idle clients get heartbeats.',
    },
    {
      id: 'transport.tls',
      feature: 'AMQP 1.0 over TLS',
      note: 'On the same port, and in the stack also on 5671 if it is free. Clients trust the certificate authority of the data folder.',
    },
    {
      id: 'transport.websocket',
      feature: 'AMQP 1.0 over WebSockets, with and without TLS',
      note: 'At /$servicebus/websocket of the same port, as AMQPWSB10 or amqp. Web pages of other sites get 403; --allow-host adds a name.',
    },
    {
      id: 'claims',
      feature: 'Claims-based security: shared access signatures on $cbs',
      note: 'Signature, resource and expiry are checked when a client sends a token and when a link attaches. An open link stays open when its token expires.',
    },
    { id: 'management.hub', feature: 'Reading the properties of a hub' },
    {
      id: 'management.partition',
      feature: 'Reading the properties of a partition',
      note: 'An empty partition has sequence number and offset -1.',
    },
    {
      id: 'send.hub',
      feature: 'Sending to a hub, with or without partition key',
      note: 'A key selects the same partition as in Azure. Without a key, publications go to the partitions in turn.',
    },
    { id: 'send.partition', feature: 'Sending to a partition' },
    {
      id: 'send.batch',
      feature: 'Batches and single messages up to 1 MiB',
      note: 'A batch is stored completely or not at all, even if the process is killed.',
    },
    {
      id: 'receive.position',
      feature: 'Receiving from an offset, sequence number, enqueued time, the start or the end',
      note: 'An offset counts bytes and differs from the sequence number. A position beyond the end is an argument error.',
    },
    { id: 'receive.groups', feature: 'Consumer groups', note: '$Default always exists.' },
    {
      id: 'receive.owner-level',
      feature: 'Owner levels (epoch): only the reader with the highest level receives events',
    },
    {
      id: 'receive.limit',
      feature: 'At most five readers without owner level a partition and consumer group',
    },
    { id: 'receive.runtime-metrics', feature: 'Tracking the last enqueued event' },
    { id: 'receive.credit', feature: 'Credit and drain', note: 'Events are sent settled.' },
    {
      id: 'log.durability',
      feature: 'Events survive restarts and kill -9',
      note: 'An accepted event is written to its file. An option sets when files are flushed to the disk: interval, always or never.',
    },
    {
      id: 'log.retention',
      feature: 'Retention by age, and by size of a partition',
      note: 'Whole segments are deleted, so an event may be kept longer than its retention. Azure has no limit by size.',
    },
    {
      id: 'configuration',
      feature: "The official emulator's Config.json",
      note: '1 to 1024 partitions; the number is fixed when a hub is created.',
    },
  ],
  different: [
    {
      id: 'receive.unsettled',
      feature: 'Settle modes that a link asks for (sender "unsettled", receiver "second")',
      note: 'The answer of the attach says "settled" and "first", which the clients of Python and Java accept. Events are sent settled.',
    },
  ],
  refused: [
    {
      id: 'send.idempotent',
      feature: 'Idempotent publishing',
      note: 'amqp:not-implemented on attach',
    },
    {
      id: 'send.publisher',
      feature: 'Publisher endpoints (HUB/Publishers/NAME)',
      note: 'amqp:not-implemented on attach',
    },
    {
      id: 'send.key-and-partition',
      feature: 'A partition key on an event for a given partition (refused in Azure too)',
      note: 'the publication is rejected with amqp:not-allowed',
    },
    {
      id: 'receive.filter',
      feature: 'Filters other than a start position',
      note: 'amqp:not-implemented on attach',
    },
    {
      id: 'link.property',
      feature: 'Other link properties and capabilities of Microsoft',
      note: 'amqp:not-implemented on attach',
    },
    { id: 'link.dynamic', feature: 'Dynamic nodes', note: 'amqp:not-implemented on attach' },
    { id: 'claims.jwt', feature: 'Microsoft Entra tokens', note: 'put-token returns status 501' },
    {
      id: 'management.other',
      feature: 'Operations on $management other than READ of a hub or a partition',
      note: 'status 501',
    },
    {
      id: 'transport.kafka',
      feature: 'Kafka endpoint',
      note: 'the client gets the header of AMQP, and the connection is closed',
    },
    { id: 'transport.rest', feature: 'REST API over HTTPS', note: 'status 404' },
    {
      id: 'hub.schema-registry',
      feature: 'Schema Registry and Capture',
      note: 'amqp:not-found',
    },
  ],
};
