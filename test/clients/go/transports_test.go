package clients

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azeventhubs/v2"
	"github.com/coder/websocket"
)

// trusted is a configuration of TLS that trusts the authority of the local services, and nothing else.
func trusted(t *testing.T) *tls.Config {
	t.Helper()
	authority := must[[]byte](t)(os.ReadFile(environment(t, "SLUICE_CA_FILE")))
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		t.Fatal("SLUICE_CA_FILE has no certificate")
	}
	// Without a name, the client compares the certificate with the address and its port.
	return &tls.Config{RootCAs: roots, ServerName: "localhost"}
}

type dial = func(context.Context, azeventhubs.WebSocketConnParams) (net.Conn, error)

// webSocket dials as the examples of the client do. The client asks for wss:// in every case.
func webSocket(scheme string, config *tls.Config) dial {
	return func(ctx context.Context, params azeventhubs.WebSocketConnParams) (net.Conn, error) {
		address := strings.Replace(params.Host, "wss:", scheme, 1)
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: config}}
		connection, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{Subprotocols: []string{"amqp"}, HTTPClient: client})
		if err != nil {
			return nil, err
		}
		return websocket.NetConn(context.Background(), connection, websocket.MessageBinary), nil
	}
}

// Proves transport.tls, transport.websocket of event-hubs with Go.
func TestSendsAndReceivesOver(t *testing.T) {
	plain, withTLS := environment(t, "SLUICE_EVENT_HUBS"), environment(t, "SLUICE_EVENT_HUBS_TLS")
	transports := map[string]struct {
		connectionString string
		config           *tls.Config
		dial             dial
	}{
		"TLS":                    {withTLS, trusted(t), nil},
		"WebSockets with TLS":    {withTLS, nil, webSocket("wss:", trusted(t))},
		"WebSockets without TLS": {plain, nil, webSocket("ws:", nil)},
	}
	for name, transport := range transports {
		t.Run(name, func(t *testing.T) {
			producer, err := azeventhubs.NewProducerClientFromConnectionString(transport.connectionString, hub,
				&azeventhubs.ProducerClientOptions{RetryOptions: noRetries, TLSConfig: transport.config, NewWebSocketConn: transport.dial})
			if err != nil {
				t.Fatal(err)
			}
			consumer, err := azeventhubs.NewConsumerClientFromConnectionString(transport.connectionString, hub, group,
				&azeventhubs.ConsumerClientOptions{RetryOptions: noRetries, TLSConfig: transport.config, NewWebSocketConn: transport.dial})
			if err != nil {
				t.Fatal(err)
			}
			if transport.dial == nil {
				closer(t, producer)
				closer(t, consumer)
			} else {
				// The close of a WebSocket that the other side has closed is an error: coder/websocket#520.
				t.Cleanup(func() { _, _ = producer.Close(context.Background()), consumer.Close(context.Background()) })
			}
			before := lastOf(t, producer, "0").LastEnqueuedSequenceNumber
			sent := append(bodies(20), strings.Repeat(".", 900_000))
			send(t, producer, toPartition("0"), eventsOf(sent)...)
			reader := newReader(t, consumer, "0", &azeventhubs.PartitionClientOptions{StartPosition: after(before)})
			if got := texts(receive(t, reader, len(sent))); got != strings.Join(sent, " ") {
				t.Errorf("got %d other bytes", len(got))
			}
		})
	}
}

func TestDoesNotConnectWithoutTrust(t *testing.T) {
	producer, err := azeventhubs.NewProducerClientFromConnectionString(environment(t, "SLUICE_EVENT_HUBS_TLS"), hub,
		&azeventhubs.ProducerClientOptions{RetryOptions: noRetries, TLSConfig: &tls.Config{ServerName: "localhost"}})
	if err != nil {
		t.Fatal(err)
	}
	closer(t, producer)
	if _, err := producer.GetEventHubProperties(deadline(t), nil); err == nil || !strings.Contains(err.Error(), "x509") {
		t.Errorf("got %v", err)
	}
}
