package sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private static void fails(AmqpErrorCondition condition, Runnable flow) {
    assertTimeout(AT_ONCE, () -> {
      RuntimeException error = assertThrows(RuntimeException.class, flow::run);
      assertEquals(condition, amqp(error).getErrorCondition());
    });
  }

  /** A blocking receiver wraps the error in others. */
  private static AmqpException amqp(Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof AmqpException found) return found;
    }
    throw new AssertionError("not an error of AMQP", error);
  }

  private static void read(String group, String partition) {
    try (EventHubConsumerClient consumer = Clients.builder(Clients.HUB).consumerGroup(group).buildConsumerClient()) {
      consumer.receiveFromPartition(partition, 1, EventPosition.earliest(), Clients.LIMIT).forEach(event -> {});
    }
  }

  @Test
  void reportsAnUnknownHub() {
    try (EventHubProducerClient producer = Clients.builder("unknown").buildProducerClient()) {
      fails(AmqpErrorCondition.NOT_FOUND, producer::getEventHubProperties);
      fails(AmqpErrorCondition.NOT_FOUND, () -> producer.send(Clients.events(List.of("x"))));
    }
  }

  // Proves receive.groups of event-hubs with Java.
  @Test
  void reportsAnUnknownConsumerGroup() {
    fails(AmqpErrorCondition.NOT_FOUND, () -> read("unknown", "0"));
  }

  @Test
  void reportsAnUnknownPartition() {
    fails(AmqpErrorCondition.ARGUMENT_OUT_OF_RANGE_ERROR, () -> read(Clients.GROUP, "7"));
    try (EventHubProducerClient producer = Clients.producer()) {
      // The SDK turns the status 400 into this exception.
      RuntimeException refused = assertThrows(IllegalArgumentException.class, () -> producer.getPartitionProperties("7"));
      assertTrue(refused.getMessage().startsWith("status-code: 400"), refused.getMessage());
      fails(AmqpErrorCondition.ARGUMENT_OUT_OF_RANGE_ERROR, () -> producer.createBatch(Clients.toPartition("7")));
    }
  }

  // Proves claims of event-hubs with Java.
  @Test
  void reportsAWrongKey() {
    String wrong = Clients.environment("SLUICE_EVENT_HUBS").replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=d3Jvbmc=");
    try (EventHubProducerClient producer = Clients.builder(wrong, Clients.HUB).buildProducerClient()) {
      fails(AmqpErrorCondition.UNAUTHORIZED_ACCESS, producer::getEventHubProperties);
      fails(AmqpErrorCondition.UNAUTHORIZED_ACCESS, producer::createBatch);
    }
  }
}
