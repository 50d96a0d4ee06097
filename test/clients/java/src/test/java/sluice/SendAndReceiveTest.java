package sluice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubBufferedProducerClient;
import com.azure.messaging.eventhubs.EventHubBufferedProducerClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.SendOptions;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendAndReceiveTest {
  private final EventHubProducerClient producer = Clients.producer();
  private final EventHubConsumerClient consumer = Clients.consumer();

  @AfterEach
  void close() {
    producer.close();
    consumer.close();
  }

  private long lastOf(String partition) {
    return Clients.last(producer, partition).getLastEnqueuedSequenceNumber();
  }

  // Proves send.partition, receive.groups of event-hubs with Java.
  @Test
  void receivesAllPropertyTypesAsItSentThem() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("string", "ü");
    properties.put("empty", "");
    properties.put("boolean", true);
    properties.put("byte", Byte.MIN_VALUE);
    properties.put("short", Short.MIN_VALUE);
    properties.put("int", Integer.MIN_VALUE);
    properties.put("long", Long.MIN_VALUE);
    properties.put("float", 1.5f);
    properties.put("double", 1e300);
    properties.put("char", 'ü');
    properties.put("uuid", UUID.randomUUID());
    properties.put("date", new Date(1_772_323_199_999L));
    EventData sent = new EventData(new byte[] {0, -1, 127});
    sent.getProperties().putAll(properties);
    sent.setContentType("text/plain");
    sent.setCorrelationId("correlation");
    sent.setMessageId("message");

    long before = lastOf("2");
    Clients.send(producer, Clients.toPartition("2"), List.of(sent));
    EventData got = Clients.receive(consumer, "2", EventPosition.fromSequenceNumber(before), 1).get(0).getData();
    assertArrayEquals(sent.getBody(), got.getBody());
    assertEquals(properties, got.getProperties());
    assertEquals("text/plain", got.getContentType());
    assertEquals("correlation", got.getCorrelationId());
    assertEquals("message", got.getMessageId());
    assertEquals(before + 1, got.getSequenceNumber());
    assertNull(got.getPartitionKey());
    assertNotNull(got.getOffsetString());
    assertTrue(got.getEnqueuedTime().isAfter(Instant.now().minus(Clients.LIMIT)));
  }

  // Proves send.hub of event-hubs with Java.
  @Test
  void sendsEventsOfOneKeyToOnePartition() {
    Map<String, Long> before = new HashMap<>();
    Clients.PARTITIONS.forEach(partition -> before.put(partition, lastOf(partition)));
    List<String> sent = Clients.texts(20);
    for (EventData event : Clients.events(sent)) {
      Clients.send(producer, new CreateBatchOptions().setPartitionKey("device-7"), List.of(event));
    }
    List<String> filled = Clients.PARTITIONS.stream().filter(each -> lastOf(each) > before.get(each)).toList();
    assertEquals(1, filled.size());
    EventPosition start = EventPosition.fromSequenceNumber(before.get(filled.get(0)));
    List<PartitionEvent> received = Clients.receive(consumer, filled.get(0), start, sent.size());
    assertEquals(sent, Clients.bodies(received));
    received.forEach(event -> assertEquals("device-7", event.getData().getPartitionKey()));
  }

  @Test
  void sendsAListOfEventsWithoutABatch() {
    List<String> sent = Clients.texts(3);
    long before = lastOf("0");
    producer.send(Clients.events(sent), new SendOptions().setPartitionId("0"));
    EventPosition start = EventPosition.fromSequenceNumber(before);
    assertEquals(sent, Clients.bodies(Clients.receive(consumer, "0", start, sent.size())));
  }

  // Proves receive.position of event-hubs with Java.
  @Test
  void startsAtAPosition() throws InterruptedException {
    long before = lastOf("3");
    List<String> sent = Clients.texts(4);
    for (EventData event : Clients.events(sent)) {
      Clients.send(producer, Clients.toPartition("3"), List.of(event));
      // Enqueued times differ by a millisecond at least.
      Thread.sleep(2);
    }
    List<PartitionEvent> all = Clients.receive(consumer, "3", EventPosition.fromSequenceNumber(before), 4);
    EventData second = all.get(1).getData();
    Map<EventPosition, List<String>> expected = new HashMap<>();
    List<String> later = sent.subList(2, 4);
    List<String> from = sent.subList(1, 4);
    expected.put(EventPosition.fromSequenceNumber(second.getSequenceNumber()), later);
    expected.put(EventPosition.fromSequenceNumber(second.getSequenceNumber(), true), from);
    expected.put(EventPosition.fromOffsetString(second.getOffsetString()), later);
    expected.put(EventPosition.fromEnqueuedTime(second.getEnqueuedTime()), later);
    expected.forEach((start, texts) ->
        assertEquals(texts, Clients.bodies(Clients.receive(consumer, "3", start, texts.size())), start::toString));

    long first = Clients.last(producer, "3").getBeginningSequenceNumber();
    assertEquals(first, Clients.receive(consumer, "3", EventPosition.earliest(), 1).get(0).getData().getSequenceNumber());
  }

  // Proves send.batch of event-hubs with Java.
  @Test
  void receivesAnEventOfOneMegabyte() {
    byte[] large = "0123456789".repeat(100_000).getBytes();
    long before = lastOf("0");
    Clients.send(producer, Clients.toPartition("0"), List.of(new EventData(large)));
    List<PartitionEvent> got = Clients.receive(consumer, "0", EventPosition.fromSequenceNumber(before), 1);
    assertArrayEquals(large, got.get(0).getData().getBody());
  }

  @Test
  void refusesALargerEventBeforeItIsSent() {
    EventData tooLarge = new EventData(new byte[1_100_000]);
    AmqpException error = assertThrows(AmqpException.class, () -> producer.createBatch().tryAdd(tooLarge));
    assertEquals(AmqpErrorCondition.LINK_PAYLOAD_SIZE_EXCEEDED, error.getErrorCondition());
  }

  // Proves send.hub of event-hubs with Java.
  @Test
  void sendsThroughABuffer() {
    List<String> sent = Clients.texts(100);
    Queue<Throwable> failed = new ConcurrentLinkedQueue<>();
    Queue<String> done = new ConcurrentLinkedQueue<>();
    try (EventHubBufferedProducerClient buffered = new EventHubBufferedProducerClientBuilder()
        .connectionString(Clients.environment("SLUICE_EVENT_HUBS"), Clients.HUB)
        .onSendBatchFailed(context -> failed.add(context.getThrowable()))
        .onSendBatchSucceeded(context -> context.getEvents().forEach(event -> done.add(event.getBodyAsString())))
        .buildClient()) {
      Clients.events(sent).forEach(buffered::enqueueEvent);
      buffered.flush();
    }
    assertEquals(List.of(), List.copyOf(failed));
    assertEquals(sent.stream().sorted().toList(), done.stream().sorted().toList());
  }
}
