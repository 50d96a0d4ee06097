/**
 * Sends an event with Microsoft's client and reads it again: `node client-process.cjs`, with the connection string in
 * CONNECTION_STRING. A process of its own, because Node reads NODE_EXTRA_CA_CERTS when it starts. Prints the body.
 */
const {
  earliestEventPosition,
  EventHubConsumerClient,
  EventHubProducerClient,
} = require('@azure/event-hubs');

async function main() {
  const connectionString = process.env.CONNECTION_STRING;
  const producer = new EventHubProducerClient(connectionString, 'iot', { retryOptions: { maxRetries: 0 } });
  const consumer = new EventHubConsumerClient('$Default', connectionString, 'iot', {
    retryOptions: { maxRetries: 0 },
  });
  try {
    await producer.sendBatch([{ body: 'over TLS' }], { partitionId: '0' });
    const body = await new Promise((resolve, reject) => {
      consumer.subscribe(
        '0',
        {
          processEvents: async ([event]) => {
            if (event !== undefined) resolve(event.body);
          },
          processError: async (error) => reject(error),
        },
        { startPosition: earliestEventPosition },
      );
    });
    console.log(body);
  } finally {
    await consumer.close();
    await producer.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
