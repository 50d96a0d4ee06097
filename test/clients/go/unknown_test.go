package clients

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azeventhubs/v2"
)

// Proves receive.groups of event-hubs with Go.
func TestFailsAtOnceForWhatDoesNotExist(t *testing.T) {
	readFrom := func(consumerGroup, partition string) func(*testing.T, context.Context) error {
		return func(t *testing.T, ctx context.Context) error {
			reader := newReader(t, newConsumer(t, consumerGroup), partition, withLevel(nil))
			_, err := reader.ReceiveEvents(ctx, 1, nil)
			return err
		}
	}
	for name, c := range map[string]struct {
		try    func(*testing.T, context.Context) error
		reason string
	}{
		"properties of an unknown hub": {func(t *testing.T, ctx context.Context) error {
			_, err := newProducer(t, "unknown").GetEventHubProperties(ctx, nil)
			return err
		}, "status code 404"},
		"properties of an unknown partition": {func(t *testing.T, ctx context.Context) error {
			_, err := newProducer(t, hub).GetPartitionProperties(ctx, "7", nil)
			return err
		}, "status code 400"},
		"a batch for an unknown hub": {func(t *testing.T, ctx context.Context) error {
			_, err := newProducer(t, "unknown").NewEventDataBatch(ctx, nil)
			return err
		}, "status code 404"},
		"a batch for an unknown partition": {func(t *testing.T, ctx context.Context) error {
			options := toPartition("7")
			_, err := newProducer(t, hub).NewEventDataBatch(ctx, &options)
			return err
		}, "com.microsoft:argument-out-of-range"},
		"an unknown consumer group": {readFrom("unknown", "0"), "amqp:not-found"},
		"an unknown partition":      {readFrom(group, "7"), "com.microsoft:argument-out-of-range"},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.try(t, deadline(t))
			if err == nil || errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), c.reason) {
				t.Errorf("%v does not name %s", err, c.reason)
			}
		})
	}
}

// Proves claims of event-hubs with Go.
func TestReportsAWrongKey(t *testing.T) {
	connection := environment(t, "SLUICE_EVENT_HUBS")
	parts := strings.Split(connection, ";")
	for index, part := range parts {
		if strings.HasPrefix(part, "SharedAccessKey=") {
			parts[index] = "SharedAccessKey=d3Jvbmc="
		}
	}
	client, err := azeventhubs.NewProducerClientFromConnectionString(
		strings.Join(parts, ";"), hub, &azeventhubs.ProducerClientOptions{RetryOptions: noRetries})
	if err != nil {
		t.Fatal(err)
	}
	closer(t, client)
	_, err = client.NewEventDataBatch(deadline(t), nil)
	var known *azeventhubs.Error
	if !errors.As(err, &known) || known.Code != azeventhubs.ErrorCodeUnauthorizedAccess {
		t.Errorf("got %v", err)
	}
}
