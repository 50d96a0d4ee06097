package sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

class OwnerLevelTest {
  private final EventHubProducerClient producer = Clients.producer();
  private final List<Reader> readers = new ArrayList<>();

  /** A reader of partition 1 in a group of its own: other tests are not disturbed. */
  private static final class Reader {
    final BlockingQueue<PartitionEvent> received = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    private final EventHubConsumerAsyncClient client =
        Clients.builder(Clients.HUB).consumerGroup("heal").buildAsyncConsumerClient();
    private final Disposable subscription;

    Reader(Long level) {
      ReceiveOptions options = new ReceiveOptions();
      if (level != null) options.setOwnerLevel(level);
      subscription = client.receiveFromPartition("1", EventPosition.earliest(), options).subscribe(received::add, errors::add);
    }

    PartitionEvent event() throws InterruptedException {
      PartitionEvent event = received.poll(Clients.LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (event == null) throw new AssertionError("no event in time", errors.peek());
      return event;
    }

    AmqpException error() throws InterruptedException {
      return assertInstanceOf(AmqpException.class, errors.poll(Clients.LIMIT.toSeconds(), TimeUnit.SECONDS));
    }

    void close() {
      subscription.dispose();
      client.close();
    }
  }

  private Reader reader(Long level) {
    Reader reader = new Reader(level);
    readers.add(reader);
    return reader;
  }

  private List<String> sendOne() {
    List<String> sent = Clients.texts(1);
    Clients.send(producer, Clients.toPartition("1"), Clients.events(sent));
    return sent;
  }

  @BeforeEach
  void fill() {
    sendOne();
  }

  @AfterEach
  void close() {
    readers.forEach(Reader::close);
    producer.close();
  }

  // Proves receive.owner-level of event-hubs with Java.
  @ParameterizedTest
  @NullSource
  @ValueSource(longs = {1, 2})
  void takesAPartitionOverFromALevelThatIsNotHigher(Long level) throws InterruptedException {
    Reader low = reader(level);
    low.event();
    Reader high = reader(2L);
    high.event();
    assertEquals(AmqpErrorCondition.LINK_STOLEN, low.error().getErrorCondition());
    // The winner goes on.
    String sent = sendOne().get(0);
    while (!high.event().getData().getBodyAsString().equals(sent)) assertNull(high.errors.peek());
  }

  // Proves receive.owner-level of event-hubs with Java.
  @ParameterizedTest
  @NullSource
  @ValueSource(longs = {1})
  void isRefusedBelowTheLevelOfAnother(Long level) throws InterruptedException {
    Reader owner = reader(2L);
    owner.event();
    Reader other = reader(level);
    assertEquals(AmqpErrorCondition.LINK_STOLEN, other.error().getErrorCondition());
    assertEquals(0, other.received.size());
    String sent = sendOne().get(0);
    while (!owner.event().getData().getBodyAsString().equals(sent)) assertNull(owner.errors.peek());
  }

  @Test
  void isRefusedBelowTheLevelOfAReaderThatTookOver() throws InterruptedException {
    reader(1L).event();
    reader(3L).event();
    Reader other = reader(2L);
    assertEquals(AmqpErrorCondition.LINK_STOLEN, other.error().getErrorCondition());
    assertEquals(0, other.received.size());
  }
}
