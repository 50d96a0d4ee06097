package sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.amqp.AmqpRetryMode;
import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.EventProcessorClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class ReconnectTest {
  private static final Pattern IDS = Pattern.compile("\\{\"killed\":(\\d+),\"started\":(\\d+)}");

  /** Many short retries: a restart takes a second. */
  private static final AmqpRetryOptions RETRIES = new AmqpRetryOptions()
      .setMode(AmqpRetryMode.FIXED)
      .setMaxRetries(60)
      .setDelay(Duration.ofMillis(200))
      .setTryTimeout(Duration.ofSeconds(5));

  @Test
  @EnabledIfEnvironmentVariable(named = "SLUICE_PROVE", matches = "1")
  void readsOnWithoutLossWhenTheBrokerIsKilled() throws Exception {
    int count = 60;
    int kills = 3;
    Queue<EventData> received = new ConcurrentLinkedQueue<>();
    // Lost connections are errors here; the processor reads on.
    Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    try (EventHubProducerClient producer = Clients.builder(Clients.HUB).retryOptions(RETRIES).buildProducerClient()) {
      long before = Clients.last(producer, "3").getLastEnqueuedSequenceNumber();
      EventPosition start = EventPosition.fromSequenceNumber(before);
      EventProcessorClient processor = Clients.processor(Clients.newCheckpointStore())
          .retryOptions(RETRIES)
          .initialPartitionEventPosition(id -> id.equals("3") ? start : EventPosition.latest())
          .processEvent(context -> {
            if (context.getPartitionContext().getPartitionId().equals("3")) received.add(context.getEventData());
            context.updateCheckpoint();
          })
          .processError(context -> errors.add(context.getThrowable()))
          .buildEventProcessorClient();
      processor.start();
      List<String> sent = Clients.texts(count);
      try {
        for (int index = 0; index < count; index += 1) {
          if (index % (count / kills) == count / kills / 2) {
            waitFor(received, sent.subList(0, index), errors);
            killEventHubs();
          }
          Clients.send(producer, Clients.toPartition("3"), Clients.events(sent.subList(index, index + 1)));
        }
        waitFor(received, sent, errors);
      } finally {
        processor.stop();
      }
      List<Long> numbers = received.stream().map(EventData::getSequenceNumber).distinct().sorted().toList();
      long last = numbers.get(numbers.size() - 1);
      assertEquals(LongStream.rangeClosed(before + 1, last).boxed().toList(), numbers);
    }
  }

  private static void waitFor(Queue<EventData> received, List<String> expected, Queue<Throwable> errors)
      throws InterruptedException {
    Instant until = Instant.now().plusSeconds(60);
    while (!bodies(received).containsAll(expected)) {
      assertTrue(Instant.now().isBefore(until), () ->
          bodies(received).size() + " of " + expected.size() + " events, and " + errors);
      Thread.sleep(50);
    }
  }

  private static Set<String> bodies(Queue<EventData> events) {
    Set<String> bodies = new HashSet<>();
    events.forEach(event -> bodies.add(event.getBodyAsString()));
    return bodies;
  }

  /** Ends the broker as {@code kill -9} does, and returns when its next process is ready. */
  private static void killEventHubs() throws Exception {
    URI control = URI.create(Clients.environment("SLUICE_CONTROL") + "/kill/eventHubs");
    HttpRequest request = HttpRequest.newBuilder(control).POST(HttpRequest.BodyPublishers.noBody()).build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    Matcher ids = IDS.matcher(answer.body());
    assertTrue(ids.matches(), answer::body);
    assertNotEquals(ids.group(1), ids.group(2));
  }
}
