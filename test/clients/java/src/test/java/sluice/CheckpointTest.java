package sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.EventProcessorClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  @Test
  void continuesAtTheCheckpointsOfAnEarlierProcessor() throws InterruptedException {
    CheckpointStore store = Clients.newCheckpointStore();

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
        Clients.processor(store)
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
