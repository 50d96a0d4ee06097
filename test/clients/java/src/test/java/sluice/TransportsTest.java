package sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.AmqpTransportType;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client over TLS and WebSockets. It trusts what the JVM trusts: {@code -Djavax.net.ssl.trustStore} or this context. */
class TransportsTest {
  private static final String TLS = Clients.environment("SLUICE_EVENT_HUBS_TLS");

  /** With TLS or WebSockets the client takes the port from here, and 5671 or 443 without it. */
  private static final String ENDPOINT = TLS.replaceAll("^Endpoint=(sb://[^;/]+).*", "$1");

  private static final Map<String, Supplier<EventHubClientBuilder>> TRANSPORTS = Map.of(
      "TLS", () -> builder(TLS, AmqpTransportType.AMQP),
      // The client uses TLS for WebSockets whatever the connection string says.
      "WebSockets", () -> builder(TLS, AmqpTransportType.AMQP_WEB_SOCKETS));

  private static final Duration SHORT = Duration.ofSeconds(6);

  private static final Logger TLS_LOG =
      Logger.getLogger("org.apache.qpid.proton.engine.impl.ssl.SimpleSslTransportWrapper");

  private SSLContext before;

  private static EventHubClientBuilder builder(String connectionString, AmqpTransportType transport) {
    return Clients.builder(connectionString, Clients.HUB).customEndpointAddress(ENDPOINT).transportType(transport);
  }

  @BeforeEach
  void trust() throws Exception {
    before = SSLContext.getDefault();
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    try (InputStream file = Files.newInputStream(Path.of(Clients.environment("SLUICE_CA_FILE")))) {
      Certificate authority = CertificateFactory.getInstance("X.509").generateCertificate(file);
      authorities.setCertificateEntry("sluice", authority);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLContext.setDefault(context);
  }

  @AfterEach
  void trustAsBefore() {
    SSLContext.setDefault(before);
  }

  // Proves transport.tls, transport.websocket of event-hubs with Java.
  @ParameterizedTest
  @ValueSource(strings = {"TLS", "WebSockets"})
  void sendsAndReceivesOver(String transport) {
    EventHubClientBuilder builder = TRANSPORTS.get(transport).get().consumerGroup(Clients.GROUP);
    try (EventHubProducerClient producer = builder.buildProducerClient();
        EventHubConsumerClient consumer = builder.buildConsumerClient()) {
      long last = Clients.last(producer, "0").getLastEnqueuedSequenceNumber();
      List<String> sent = new ArrayList<>(Clients.texts(20));
      sent.add(".".repeat(900_000));
      Clients.send(producer, Clients.toPartition("0"), Clients.events(sent));
      EventPosition start = EventPosition.fromSequenceNumber(last);
      assertEquals(sent, Clients.bodies(Clients.receive(consumer, "0", start, sent.size())));
    }
  }

  /** The client keeps the reason to itself, and waits until its time is over. Its library of AMQP logs the reason. */
  @Test
  void doesNotConnectWithoutTrust() {
    SSLContext.setDefault(before);
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Handler handler = new Handler() {
      @Override
      public void publish(LogRecord entry) {
        logged.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    TLS_LOG.addHandler(handler);
    TLS_LOG.setUseParentHandlers(false);
    EventHubClientBuilder builder =
        builder(TLS, AmqpTransportType.AMQP).retryOptions(new AmqpRetryOptions().setMaxRetries(0).setTryTimeout(SHORT));
    try (EventHubProducerClient producer = builder.buildProducerClient()) {
      assertThrows(RuntimeException.class, producer::getEventHubProperties);
    } finally {
      TLS_LOG.removeHandler(handler);
      TLS_LOG.setUseParentHandlers(true);
    }
    assertTrue(logged.stream().anyMatch(text -> text.contains("unable to find valid certification path")), logged::toString);
  }
}
