package sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.EventHubProperties;
import com.azure.messaging.eventhubs.PartitionProperties;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PropertiesTest {
  // Proves transport, management.hub of event-hubs with Java.
  @Test
  void readsThePropertiesOfTheHub() {
    try (EventHubProducerClient producer = Clients.producer(); EventHubConsumerClient consumer = Clients.consumer()) {
      EventHubProperties properties = producer.getEventHubProperties();
      assertEquals(Clients.HUB, properties.getName());
      assertEquals(Clients.PARTITIONS, properties.getPartitionIds().stream().toList());
      assertTrue(properties.getCreatedAt().isBefore(Instant.now()));
      assertTrue(properties.getCreatedAt().isAfter(Instant.EPOCH));
      assertEquals(Clients.PARTITIONS, consumer.getPartitionIds().stream().toList());
    }
  }

  // Proves management.partition of event-hubs with Java.
  @Test
  void readsThePropertiesOfAPartition() {
    try (EventHubProducerClient producer = Clients.producer()) {
      PartitionProperties before = Clients.last(producer, "1");
      Clients.send(producer, Clients.toPartition("1"), Clients.events(Clients.texts(3)));
      PartitionProperties after = Clients.last(producer, "1");
      assertEquals(before.getLastEnqueuedSequenceNumber() + 3, after.getLastEnqueuedSequenceNumber());
      assertNotEquals(before.getLastEnqueuedOffset(), after.getLastEnqueuedOffset());
      assertEquals("1", after.getId());
      assertEquals(Clients.HUB, after.getEventHubName());
      assertFalse(after.isEmpty());
      assertTrue(after.getLastEnqueuedTime().isAfter(Instant.now().minus(Clients.LIMIT)));
    }
  }
}
