// Package clients tests Microsoft's Event Hubs SDK for Go against the local Event Hubs.
package clients

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azeventhubs/v2"
)

const (
	hub   = "iot"
	group = "bronze"
	// Limit of one flow. A stand-in that answers needs milliseconds.
	limit = 12 * time.Second
)

// Fails the flow rather than trying again: the first answer of the stand-in counts.
var noRetries = azeventhubs.RetryOptions{MaxRetries: -1}

func environment(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("%s is not set: run `bash test/clients/run.sh`", name)
	}
	return value
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// closer closes a client when the test ends. The context of the test is already cancelled by then.
func closer(t *testing.T, client interface{ Close(context.Context) error }) {
	t.Helper()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		if err := client.Close(ctx); err != nil {
			t.Errorf("close: %v", err)
		}
	})
}

func newProducer(t *testing.T, name string) *azeventhubs.ProducerClient {
	t.Helper()
	client, err := azeventhubs.NewProducerClientFromConnectionString(
		environment(t, "SLUICE_EVENT_HUBS"), name, &azeventhubs.ProducerClientOptions{RetryOptions: noRetries})
	if err != nil {
		t.Fatal(err)
	}
	closer(t, client)
	return client
}

func newConsumer(t *testing.T, consumerGroup string) *azeventhubs.ConsumerClient {
	t.Helper()
	client, err := azeventhubs.NewConsumerClientFromConnectionString(
		environment(t, "SLUICE_EVENT_HUBS"), hub, consumerGroup, &azeventhubs.ConsumerClientOptions{RetryOptions: noRetries})
	if err != nil {
		t.Fatal(err)
	}
	closer(t, client)
	return client
}

func newReader(
	t *testing.T, consumer *azeventhubs.ConsumerClient, partition string, options *azeventhubs.PartitionClientOptions,
) *azeventhubs.PartitionClient {
	t.Helper()
	reader, err := consumer.NewPartitionClient(partition, options)
	if err != nil {
		t.Fatal(err)
	}
	closer(t, reader)
	return reader
}

// bodies makes texts that no other test sends.
func bodies(count int) []string {
	run := rand.Text()
	texts := make([]string, count)
	for index := range texts {
		texts[index] = fmt.Sprintf("%s-%d", run, index)
	}
	return texts
}

func eventsOf(texts []string) []*azeventhubs.EventData {
	events := make([]*azeventhubs.EventData, len(texts))
	for index, text := range texts {
		events[index] = &azeventhubs.EventData{Body: []byte(text)}
	}
	return events
}

func send(
	t *testing.T, producer *azeventhubs.ProducerClient, options azeventhubs.EventDataBatchOptions, events ...*azeventhubs.EventData,
) {
	t.Helper()
	ctx := deadline(t)
	batch := must[*azeventhubs.EventDataBatch](t)(producer.NewEventDataBatch(ctx, &options))
	for _, event := range events {
		if err := batch.AddEventData(event, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := producer.SendEventDataBatch(ctx, batch, nil); err != nil {
		t.Fatal(err)
	}
}

func toPartition(id string) azeventhubs.EventDataBatchOptions {
	return azeventhubs.EventDataBatchOptions{PartitionID: &id}
}

func lastOf(t *testing.T, producer *azeventhubs.ProducerClient, partition string) azeventhubs.PartitionProperties {
	t.Helper()
	return must[azeventhubs.PartitionProperties](t)(producer.GetPartitionProperties(deadline(t), partition, nil))
}

// after is the position behind an event.
func after(sequenceNumber int64) azeventhubs.StartPosition {
	return azeventhubs.StartPosition{SequenceNumber: &sequenceNumber}
}

func earliest() azeventhubs.StartPosition {
	yes := true
	return azeventhubs.StartPosition{Earliest: &yes}
}

// receive returns exactly `count` events.
func receive(t *testing.T, reader *azeventhubs.PartitionClient, count int) []*azeventhubs.ReceivedEventData {
	t.Helper()
	var received []*azeventhubs.ReceivedEventData
	ctx := deadline(t)
	for len(received) < count {
		events, err := reader.ReceiveEvents(ctx, count-len(received), nil)
		received = append(received, events...)
		if err != nil {
			t.Fatalf("%d of %d events, then: %v", len(received), count, err)
		}
	}
	return received
}

func texts(events []*azeventhubs.ReceivedEventData) string {
	var all []string
	for _, event := range events {
		all = append(all, string(event.Body))
	}
	return strings.Join(all, " ")
}

func isOwnershipLost(err error) bool {
	var known *azeventhubs.Error
	return errors.As(err, &known) && known.Code == azeventhubs.ErrorCodeOwnershipLost
}
