package clients

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azeventhubs/v2"
)

// Many short retries: a restart takes a second.
var manyRetries = azeventhubs.RetryOptions{MaxRetries: 60, RetryDelay: 100 * time.Millisecond, MaxRetryDelay: 500 * time.Millisecond}

// killEventHubs ends the broker as `kill -9` does, and returns when its next process is ready.
func killEventHubs(t *testing.T) {
	t.Helper()
	answer := must[*http.Response](t)(http.Post(environment(t, "SLUICE_CONTROL")+"/kill/eventHubs", "", nil))
	defer func() { _ = answer.Body.Close() }()
	var ids struct{ Killed, Started int }
	if err := json.NewDecoder(answer.Body).Decode(&ids); err != nil || ids.Killed == ids.Started || ids.Started == 0 {
		t.Fatalf("the broker was not killed: %v %v", ids, err)
	}
}

func TestReadsOnWithoutLossWhenTheBrokerIsKilled(t *testing.T) {
	if os.Getenv("SLUICE_PROVE") != "1" {
		t.Skip("runs with SLUICE_PROVE=1")
	}
	const count, kills = 60, 3
	connectionString := environment(t, "SLUICE_EVENT_HUBS")
	producer, err := azeventhubs.NewProducerClientFromConnectionString(connectionString, hub,
		&azeventhubs.ProducerClientOptions{RetryOptions: manyRetries})
	if err != nil {
		t.Fatal(err)
	}
	closer(t, producer)
	consumer, err := azeventhubs.NewConsumerClientFromConnectionString(connectionString, hub, group,
		&azeventhubs.ConsumerClientOptions{RetryOptions: manyRetries})
	if err != nil {
		t.Fatal(err)
	}
	closer(t, consumer)
	before := lastOf(t, producer, "3").LastEnqueuedSequenceNumber
	reader := newReader(t, consumer, "3", &azeventhubs.PartitionClientOptions{StartPosition: after(before)})
	sent := bodies(count)
	seen := map[string]bool{}
	next := before + 1
	// Reads until so many different events are there. No sequence number may be missing or come twice.
	readUntil := func(enough int) {
		ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
		defer cancel()
		for len(seen) < enough {
			events, err := reader.ReceiveEvents(ctx, 1, nil)
			for _, event := range events {
				if event.SequenceNumber != next {
					t.Fatalf("got the sequence number %d, not %d", event.SequenceNumber, next)
				}
				next++
				seen[string(event.Body)] = true
			}
			if err != nil {
				t.Fatalf("%d of %d events, then: %v", len(seen), enough, err)
			}
		}
	}
	for index, text := range sent {
		if index%(count/kills) == count/kills/2 {
			readUntil(index)
			killEventHubs(t)
		}
		send(t, producer, toPartition("3"), eventsOf([]string{text})...)
	}
	readUntil(count)
	for _, text := range sent {
		if !seen[text] {
			t.Errorf("%s is missing", text)
		}
	}
}
