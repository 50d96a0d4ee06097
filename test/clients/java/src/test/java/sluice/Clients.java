package sluice;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.EventProcessorClientBuilder;
import com.azure.messaging.eventhubs.LoadBalancingStrategy;
import com.azure.messaging.eventhubs.PartitionProperties;
import com.azure.messaging.eventhubs.checkpointstore.blob.BlobCheckpointStore;
import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What the tests share: the services from the environment, and short ways to send and to receive. */
final class Clients {
  static final String HUB = "iot";
  static final String GROUP = "bronze";
  static final List<String> PARTITIONS = List.of("0", "1", "2", "3");

  /** Limit of one flow. A stand-in that answers needs milliseconds. */
  static final Duration LIMIT = Duration.ofSeconds(12);

  private Clients() {}

  static String environment(String name) {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(name + " is not set: run `bash test/clients/run.sh`");
    }
    return value;
  }

  static EventHubClientBuilder builder(String hub) {
    return builder(environment("SLUICE_EVENT_HUBS"), hub);
  }

  /** Without retries: the first answer of the stand-in counts. */
  static EventHubClientBuilder builder(String connectionString, String hub) {
    return new EventHubClientBuilder()
        .connectionString(connectionString, hub)
        .retryOptions(new AmqpRetryOptions().setMaxRetries(0).setTryTimeout(LIMIT));
  }

  static EventHubProducerClient producer() {
    return builder(HUB).buildProducerClient();
  }

  static EventHubConsumerClient consumer() {
    return builder(HUB).consumerGroup(GROUP).buildConsumerClient();
  }

  /** A store of checkpoints in a new container. */
  static CheckpointStore newCheckpointStore() {
    BlobContainerAsyncClient container = new BlobContainerClientBuilder()
        .connectionString(environment("SLUICE_STORAGE"))
        .containerName("checkpoints-" + UUID.randomUUID())
        .buildAsyncClient();
    container.create().block(LIMIT);
    return new BlobCheckpointStore(container);
  }

  /** A processor that gets partitions quickly. It needs handlers. */
  static EventProcessorClientBuilder processor(CheckpointStore store) {
    return new EventProcessorClientBuilder()
        .connectionString(environment("SLUICE_EVENT_HUBS"), HUB)
        .consumerGroup(GROUP)
        .checkpointStore(store)
        .loadBalancingStrategy(LoadBalancingStrategy.GREEDY)
        .loadBalancingUpdateInterval(Duration.ofMillis(500))
        .partitionOwnershipExpirationInterval(Duration.ofSeconds(2));
  }

  /** Texts that no other test sends. */
  static List<String> texts(int count) {
    String run = UUID.randomUUID().toString();
    return IntStream.range(0, count).mapToObj(index -> run + "-" + index).toList();
  }

  static List<EventData> events(List<String> texts) {
    return texts.stream().map(EventData::new).toList();
  }

  static CreateBatchOptions toPartition(String id) {
    return new CreateBatchOptions().setPartitionId(id);
  }

  static void send(EventHubProducerClient producer, CreateBatchOptions options, List<EventData> events) {
    EventDataBatch batch = producer.createBatch(options);
    for (EventData event : events) {
      if (!batch.tryAdd(event)) throw new IllegalArgumentException("the batch is full");
    }
    producer.send(batch);
  }

  static PartitionProperties last(EventHubProducerClient producer, String partition) {
    return producer.getPartitionProperties(partition);
  }

  /** Receives exactly {@code count} events. */
  static List<PartitionEvent> receive(
      EventHubConsumerClient consumer, String partition, EventPosition start, int count) {
    List<PartitionEvent> received = new ArrayList<>();
    EventPosition position = start;
    while (received.size() < count) {
      int before = received.size();
      consumer.receiveFromPartition(partition, count - before, position, LIMIT).forEach(received::add);
      if (received.size() == before) throw new AssertionError(before + " of " + count + " events in time");
      position = EventPosition.fromSequenceNumber(received.get(received.size() - 1).getData().getSequenceNumber());
    }
    return received;
  }

  static List<String> bodies(List<PartitionEvent> events) {
    return events.stream().map(event -> event.getData().getBodyAsString()).toList();
  }
}
