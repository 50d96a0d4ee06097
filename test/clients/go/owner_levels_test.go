package clients

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azeventhubs/v2"
)

func withLevel(level *int64) *azeventhubs.PartitionClientOptions {
	return &azeventhubs.PartitionClientOptions{StartPosition: earliest(), OwnerLevel: level}
}

func level(value int64) *int64 { return &value }

// A reader of an own group: readers of other tests are not disturbed.
const ownedGroup = "heal"

// Proves receive.owner-level of event-hubs with Go.
func TestTakesAPartitionOverWithAHigherOwnerLevel(t *testing.T) {
	producer := newProducer(t, hub)
	send(t, producer, toPartition("1"), eventsOf(bodies(1))...)
	for name, first := range map[string]*int64{"from a lower level": level(1), "from a reader without level": nil} {
		t.Run(name, func(t *testing.T) {
			low := newReader(t, newConsumer(t, ownedGroup), "1", withLevel(first))
			receive(t, low, 1)
			high := newReader(t, newConsumer(t, ownedGroup), "1", withLevel(level(2)))
			receive(t, high, 1)
			if err := readUntilError(t, low); !isOwnershipLost(err) {
				t.Errorf("the loser got %v", err)
			}
			// The winner goes on.
			before := lastOf(t, producer, "1").LastEnqueuedSequenceNumber
			send(t, producer, toPartition("1"), eventsOf(bodies(1))...)
			for receive(t, high, 1)[0].SequenceNumber <= before {
			}
		})
	}
}

// Proves receive.owner-level of event-hubs with Go.
func TestIsRefusedBelowTheOwnerLevelOfAnother(t *testing.T) {
	send(t, newProducer(t, hub), toPartition("1"), eventsOf(bodies(1))...)
	for name, takesOver := range map[string]bool{"of the first reader": false, "of a reader that took over": true} {
		t.Run(name, func(t *testing.T) {
			if takesOver {
				receive(t, newReader(t, newConsumer(t, ownedGroup), "1", withLevel(level(1))), 1)
			}
			owner := newReader(t, newConsumer(t, ownedGroup), "1", withLevel(level(2)))
			receive(t, owner, 1)
			for _, lower := range []*int64{nil, level(1)} {
				other := newReader(t, newConsumer(t, ownedGroup), "1", withLevel(lower))
				events, err := other.ReceiveEvents(deadline(t), 1, nil)
				// A refused attach is no lost ownership to this SDK; its text has the condition.
				if len(events) > 0 || err == nil || !strings.Contains(err.Error(), "amqp:link:stolen") {
					t.Errorf("got %d events and %v", len(events), err)
				}
			}
			receive(t, owner, 1)
		})
	}
}

// readUntilError reads what the reader has fetched before, and returns its error.
func readUntilError(t *testing.T, reader *azeventhubs.PartitionClient) error {
	t.Helper()
	ctx := deadline(t)
	for {
		_, err := reader.ReceiveEvents(ctx, 1, nil)
		if errors.Is(err, context.DeadlineExceeded) {
			t.Fatal("no error in time")
		}
		if err != nil {
			return err
		}
	}
}
