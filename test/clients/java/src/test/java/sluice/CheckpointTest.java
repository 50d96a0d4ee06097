package sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.EventProcessorClient;
import com.azure.messaging.eventhubs.EventProcessorClientBuilder;
import com.azure.messaging.eventhubs.LoadBalancingStrategy;
import com.azure.messaging.eventhubs.checkpointstore.blob.BlobCheckpointStore;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  @Test
  void continuesAtTheCheckpointsOfAnEarlierProcessor() throws InterruptedException {
    BlobContainerAsyncClient container =
        new BlobContainerClientBuilder()
            .connectionString(Clients.environment("SLUICE_STORAGE"))
            .containerName("checkpoints-" + UUID.randomUUID())
            .buildAsyncClient();
    container.create().block(Clients.LIMIT);
    CheckpointStore store = new BlobCheckpointStore(container);

    try (EventHubProducerClient producer = Clients.producer()) {
      process(store, sendToAll(producer));
      List<String> second = sendToAll(producer);
      List<String> received = process(store, second);
      assertEquals(second.stream().sorted().toList(), received.stream().sorted().toList());
    }
  }

  private static List<String> sendToAll(EventHubProducerClient producer) {
    List<String> sent = new ArrayList<>();
    for (String partition : Clients.PARTITIONS) {
      List<String> texts = Clients.texts(10);
      Clients.send(producer, Clients.toPartition(partition), Clients.events(texts));
      sent.addAll(texts);
    }
    return sent;
  }

  /** Runs a processor, which writes a checkpoint at each event, until it has received all that is expected. */
  private static List<String> process(CheckpointStore store, List<String> expected) throws InterruptedException {
    BlockingQueue<String> arriving = new LinkedBlockingQueue<>();
    BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    EventProcessorClient processor =
        new EventProcessorClientBuilder()
            .connectionString(Clients.environment("SLUICE_EVENT_HUBS"), Clients.HUB)
            .consumerGroup(Clients.GROUP)
            .checkpointStore(store)
            .loadBalancingStrategy(LoadBalancingStrategy.GREEDY)
            .loadBalancingUpdateInterval(Duration.ofMillis(500))
            .partitionOwnershipExpirationInterval(Duration.ofSeconds(2))
            .initialPartitionEventPosition(partition -> EventPosition.earliest())
            .processEvent(context -> {
              context.updateCheckpoint();
              arriving.add(context.getEventData().getBodyAsString());
            })
            .processError(context -> errors.add(context.getThrowable()))
            .buildEventProcessorClient();
    List<String> received = new ArrayList<>();
    Set<String> missing = new HashSet<>(expected);
    processor.start();
    try {
      while (!missing.isEmpty()) {
        String text = arriving.poll(Clients.LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (text == null) throw new AssertionError(missing.size() + " events are missing", errors.peek());
        received.add(text);
        missing.remove(text);
      }
    } finally {
      processor.stop();
    }
    arriving.drainTo(received);
    return received;
  }
}
