package clients

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azeventhubs/v2"
	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azeventhubs/v2/checkpoints"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/container"
)

func TestContinuesAtTheCheckpointsOfAnEarlierProcessor(t *testing.T) {
	producer := newProducer(t, hub)
	blobs := must[*container.Client](t)(container.NewClientFromConnectionString(
		environment(t, "SLUICE_STORAGE"), "checkpoints-"+strings.ToLower(bodies(1)[0]), nil))
	must[container.CreateResponse](t)(blobs.Create(deadline(t), nil))
	store := must[*checkpoints.BlobStore](t)(checkpoints.NewBlobStore(blobs, nil))

	sendToAll := func() []string {
		sent := bodies(40)
		for index, event := range eventsOf(sent) {
			send(t, producer, toPartition(string(rune('0'+index%4))), event)
		}
		slices.Sort(sent)
		return sent
	}
	sendToAll()
	process(t, store, func(received []string) bool { return len(received) > 0 && caughtUp(t, producer, store) })

	second := sendToAll()
	received := process(t, store, func(received []string) bool { return len(received) >= len(second) })
	slices.Sort(received)
	if !slices.Equal(received, second) {
		t.Errorf("expected %v, got %v", second, received)
	}
}

// caughtUp tells whether the checkpoint of each partition is its last event.
func caughtUp(t *testing.T, producer *azeventhubs.ProducerClient, store *checkpoints.BlobStore) bool {
	t.Helper()
	namespace := must[azeventhubs.ConnectionStringProperties](t)(
		azeventhubs.ParseConnectionString(environment(t, "SLUICE_EVENT_HUBS"))).FullyQualifiedNamespace
	reached := map[string]int64{}
	for _, one := range must[[]azeventhubs.Checkpoint](t)(store.ListCheckpoints(deadline(t), namespace, hub, group, nil)) {
		reached[one.PartitionID] = *one.SequenceNumber
	}
	for _, partition := range []string{"0", "1", "2", "3"} {
		if at, ok := reached[partition]; !ok || at < lastOf(t, producer, partition).LastEnqueuedSequenceNumber {
			return false
		}
	}
	return true
}

// process runs a processor that writes checkpoints, until `enough` holds of the bodies that it received.
func process(t *testing.T, store *checkpoints.BlobStore, enough func([]string) bool) []string {
	t.Helper()
	processor := must[*azeventhubs.Processor](t)(azeventhubs.NewProcessor(newConsumer(t, group), store, &azeventhubs.ProcessorOptions{
		LoadBalancingStrategy: azeventhubs.ProcessorStrategyGreedy,
		UpdateInterval:        200 * time.Millisecond,
		// A processor that is stopped during an update keeps partitions until they expire.
		PartitionExpirationDuration: time.Second,
		StartPositions:              azeventhubs.StartPositions{Default: azeventhubs.StartPosition{Earliest: to.Ptr(true)}},
	}))
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()

	var mutex sync.Mutex
	var received []string
	var running sync.WaitGroup
	running.Go(func() {
		if err := processor.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("run: %v", err)
		}
	})
	running.Go(func() {
		for {
			partition := processor.NextPartitionClient(ctx)
			if partition == nil {
				return
			}
			running.Go(func() {
				defer closePartition(t, partition)
				for ctx.Err() == nil {
					events, err := receiveSome(ctx, partition)
					if err != nil && ctx.Err() == nil {
						t.Errorf("partition %s: %v", partition.PartitionID(), err)
						return
					}
					if len(events) == 0 {
						continue
					}
					if err := partition.UpdateCheckpoint(ctx, events[len(events)-1], nil); err != nil && ctx.Err() == nil {
						t.Errorf("checkpoint of partition %s: %v", partition.PartitionID(), err)
					}
					mutex.Lock()
					for _, event := range events {
						received = append(received, string(event.Body))
					}
					mutex.Unlock()
				}
			})
		}
	})
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for done := false; !done; {
		select {
		case <-ctx.Done():
			t.Errorf("%d events in time", len(received))
			done = true
		case <-tick.C:
			mutex.Lock()
			snapshot := slices.Clone(received)
			mutex.Unlock()
			done = enough(snapshot)
		}
	}
	cancel()
	running.Wait()
	return received
}

// receiveSome returns what is there, after 200 ms at the latest.
func receiveSome(ctx context.Context, partition *azeventhubs.ProcessorPartitionClient) ([]*azeventhubs.ReceivedEventData, error) {
	waiting, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	events, err := partition.ReceiveEvents(waiting, 100, nil)
	if errors.Is(err, context.DeadlineExceeded) {
		return events, nil
	}
	return events, err
}

func closePartition(t *testing.T, partition *azeventhubs.ProcessorPartitionClient) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	if err := partition.Close(ctx); err != nil {
		t.Errorf("close of partition %s: %v", partition.PartitionID(), err)
	}
}
