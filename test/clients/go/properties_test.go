package clients

import (
	"slices"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azeventhubs/v2"
)

// Proves transport, management.hub of event-hubs with Go.
func TestReadsThePropertiesOfTheHub(t *testing.T) {
	properties := must[azeventhubs.EventHubProperties](t)(newProducer(t, hub).GetEventHubProperties(deadline(t), nil))
	if properties.Name != hub || !slices.Equal(properties.PartitionIDs, []string{"0", "1", "2", "3"}) {
		t.Errorf("got %+v", properties)
	}
	if properties.CreatedOn.IsZero() || properties.CreatedOn.After(time.Now()) {
		t.Errorf("created on %v", properties.CreatedOn)
	}
	consumed := must[azeventhubs.EventHubProperties](t)(newConsumer(t, group).GetEventHubProperties(deadline(t), nil))
	if !slices.Equal(consumed.PartitionIDs, properties.PartitionIDs) {
		t.Errorf("a consumer got %+v", consumed)
	}
}

// Proves management.partition of event-hubs with Go.
func TestReadsThePropertiesOfAPartition(t *testing.T) {
	producer := newProducer(t, hub)
	before := lastOf(t, producer, "1")
	send(t, producer, toPartition("1"), eventsOf(bodies(3))...)
	properties := lastOf(t, producer, "1")
	if properties.LastEnqueuedSequenceNumber != before.LastEnqueuedSequenceNumber+3 {
		t.Errorf("%d after %d", properties.LastEnqueuedSequenceNumber, before.LastEnqueuedSequenceNumber)
	}
	if properties.PartitionID != "1" || properties.EventHubName != hub || properties.IsEmpty {
		t.Errorf("got %+v", properties)
	}
	if time.Since(properties.LastEnqueuedOn) > limit || properties.LastEnqueuedOffset == before.LastEnqueuedOffset {
		t.Errorf("got %+v after %+v", properties, before)
	}
}
