package clients

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azeventhubs/v2"
	"github.com/Azure/go-amqp"
)

// Proves send.partition, receive.groups of event-hubs with Go.
func TestReceivesAllPropertyTypesAsItSentThem(t *testing.T) {
	producer := newProducer(t, hub)
	before := lastOf(t, producer, "2").LastEnqueuedSequenceNumber
	contentType, messageID := "text/plain", "message"
	sent := &azeventhubs.EventData{
		Body:          []byte("\x00ü\xff"),
		ContentType:   &contentType,
		MessageID:     &messageID,
		CorrelationID: "correlation",
		Properties: map[string]any{
			"string": "ü", "empty": "", "null": nil, "bool": true, "bytes": []byte{0, 255},
			"int8": int8(-128), "int16": int16(-32_768), "int32": int32(-2_147_483_648), "int64": int64(-1 << 63),
			"uint8": uint8(255), "uint16": uint16(65_535), "uint32": uint32(1<<32 - 1), "uint64": uint64(1<<64 - 1),
			"float32": float32(1.5), "float64": 1e300,
			"time": time.Date(2026, 2, 28, 23, 59, 59, 999_000_000, time.UTC), "uuid": amqp.UUID{0: 1, 15: 255},
		},
	}
	send(t, producer, toPartition("2"), sent)

	reader := newReader(t, newConsumer(t, group), "2", &azeventhubs.PartitionClientOptions{StartPosition: after(before)})
	got := receive(t, reader, 1)[0]
	if !bytes.Equal(got.Body, sent.Body) || *got.ContentType != contentType || *got.MessageID != messageID || got.CorrelationID != "correlation" {
		t.Errorf("got %+v", got.EventData)
	}
	if len(got.Properties) != len(sent.Properties) {
		t.Errorf("got %d of %d properties", len(got.Properties), len(sent.Properties))
	}
	for name, value := range sent.Properties {
		received := got.Properties[name]
		if at, ok := received.(time.Time); ok {
			received = at.UTC()
		}
		if !reflect.DeepEqual(received, value) {
			t.Errorf("%s: sent %T %v, got %T %v", name, value, value, received, received)
		}
	}
	if got.SequenceNumber != before+1 || got.Offset == "" || time.Since(*got.EnqueuedTime) > limit || got.PartitionKey != nil {
		t.Errorf("got %+v", got)
	}
}

func TestReceivesValuesAndSequencesAsItSentThem(t *testing.T) {
	producer, ctx := newProducer(t, hub), deadline(t)
	before := lastOf(t, producer, "2").LastEnqueuedSequenceNumber
	options := toPartition("2")
	batch := must[*azeventhubs.EventDataBatch](t)(producer.NewEventDataBatch(ctx, &options))
	sent := []azeventhubs.AMQPAnnotatedMessageBody{
		{Value: "a text"},
		{Sequence: [][]any{{int64(1), "two"}, {true}}},
		{Data: [][]byte{[]byte("first"), []byte("second")}},
	}
	for _, body := range sent {
		if err := batch.AddAMQPAnnotatedMessage(&azeventhubs.AMQPAnnotatedMessage{Body: body}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := producer.SendEventDataBatch(ctx, batch, nil); err != nil {
		t.Fatal(err)
	}
	reader := newReader(t, newConsumer(t, group), "2", &azeventhubs.PartitionClientOptions{StartPosition: after(before)})
	for index, event := range receive(t, reader, len(sent)) {
		if got := event.RawAMQPMessage.Body; !reflect.DeepEqual(got, sent[index]) {
			t.Errorf("sent %+v, got %+v", sent[index], got)
		}
	}
}

// Proves send.hub of event-hubs with Go.
func TestSendsEventsOfOneKeyToOnePartition(t *testing.T) {
	producer, consumer := newProducer(t, hub), newConsumer(t, group)
	last := map[string]int64{}
	for _, partition := range []string{"0", "1", "2", "3"} {
		last[partition] = lastOf(t, producer, partition).LastEnqueuedSequenceNumber
	}
	key, sent := "device-7", bodies(20)
	for _, event := range eventsOf(sent) {
		send(t, producer, azeventhubs.EventDataBatchOptions{PartitionKey: &key}, event)
	}
	var filled []string
	for partition, before := range last {
		if lastOf(t, producer, partition).LastEnqueuedSequenceNumber > before {
			filled = append(filled, partition)
		}
	}
	if len(filled) != 1 {
		t.Fatalf("events are in the partitions %v", filled)
	}
	reader := newReader(t, consumer, filled[0], &azeventhubs.PartitionClientOptions{StartPosition: after(last[filled[0]])})
	received := receive(t, reader, len(sent))
	if texts(received) != strings.Join(sent, " ") {
		t.Errorf("got %s", texts(received))
	}
	for _, event := range received {
		if event.PartitionKey == nil || *event.PartitionKey != key {
			t.Errorf("the key is %v", event.PartitionKey)
		}
	}
}

// Proves send.hub of event-hubs with Go.
func TestSpreadsEventsWithoutKeyOverThePartitions(t *testing.T) {
	producer := newProducer(t, hub)
	partitions := []string{"0", "1", "2", "3"}
	var last []int64
	for _, partition := range partitions {
		last = append(last, lastOf(t, producer, partition).LastEnqueuedSequenceNumber)
	}
	for _, event := range eventsOf(bodies(8)) {
		send(t, producer, azeventhubs.EventDataBatchOptions{}, event)
	}
	for index, partition := range partitions {
		if lastOf(t, producer, partition).LastEnqueuedSequenceNumber != last[index]+2 {
			t.Errorf("partition %s did not get two of eight events", partition)
		}
	}
}

// Proves receive.position of event-hubs with Go.
func TestStartsAtAPosition(t *testing.T) {
	producer, consumer := newProducer(t, hub), newConsumer(t, group)
	sent := bodies(4)
	first := lastOf(t, producer, "3").LastEnqueuedSequenceNumber + 1
	for _, event := range eventsOf(sent) {
		send(t, producer, toPartition("3"), event)
		// Enqueued times differ by a millisecond at least.
		for begin := time.Now(); time.Since(begin) < 2*time.Millisecond; {
		}
	}
	all := receive(t, newReader(t, consumer, "3", &azeventhubs.PartitionClientOptions{StartPosition: after(first - 1)}), len(sent))
	second := all[1]
	for name, c := range map[string]struct {
		start    azeventhubs.StartPosition
		expected []string
	}{
		"after a sequence number": {azeventhubs.StartPosition{SequenceNumber: &second.SequenceNumber}, sent[2:]},
		"at a sequence number":    {azeventhubs.StartPosition{SequenceNumber: &second.SequenceNumber, Inclusive: true}, sent[1:]},
		"after an offset":         {azeventhubs.StartPosition{Offset: &second.Offset}, sent[2:]},
		"at an offset":            {azeventhubs.StartPosition{Offset: &second.Offset, Inclusive: true}, sent[1:]},
		"after a time":            {azeventhubs.StartPosition{EnqueuedTime: second.EnqueuedTime}, sent[2:]},
		"at a time":               {azeventhubs.StartPosition{EnqueuedTime: second.EnqueuedTime, Inclusive: true}, sent[1:]},
	} {
		t.Run(name, func(t *testing.T) {
			reader := newReader(t, consumer, "3", &azeventhubs.PartitionClientOptions{StartPosition: c.start})
			if got := texts(receive(t, reader, len(c.expected))); got != strings.Join(c.expected, " ") {
				t.Errorf("expected %v, got %s", c.expected, got)
			}
		})
	}
	t.Run("at the first event", func(t *testing.T) {
		reader := newReader(t, consumer, "3", &azeventhubs.PartitionClientOptions{StartPosition: earliest()})
		if got := receive(t, reader, 1)[0].SequenceNumber; got != lastOf(t, producer, "3").BeginningSequenceNumber {
			t.Errorf("got the sequence number %d", got)
		}
	})
}

// Proves send.batch of event-hubs with Go.
func TestReceivesAnEventOfOneMegabyte(t *testing.T) {
	producer := newProducer(t, hub)
	before := lastOf(t, producer, "0").LastEnqueuedSequenceNumber
	large := bytes.Repeat([]byte("0123456789"), 100_000)
	send(t, producer, toPartition("0"), &azeventhubs.EventData{Body: large})
	reader := newReader(t, newConsumer(t, group), "0", &azeventhubs.PartitionClientOptions{StartPosition: after(before)})
	if got := receive(t, reader, 1)[0].Body; !bytes.Equal(got, large) {
		t.Errorf("got %d bytes that differ", len(got))
	}
}

func TestRefusesALargerEventBeforeItIsSent(t *testing.T) {
	batch := must[*azeventhubs.EventDataBatch](t)(newProducer(t, hub).NewEventDataBatch(deadline(t), nil))
	err := batch.AddEventData(&azeventhubs.EventData{Body: make([]byte, 1_100_000)}, nil)
	if !errors.Is(err, azeventhubs.ErrEventDataTooLarge) {
		t.Errorf("got %v", err)
	}
}
