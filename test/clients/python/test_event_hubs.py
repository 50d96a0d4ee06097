"""Microsoft's `azure-eventhub` for Python against the local Event Hubs."""

import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from azure.eventhub import EventData, EventHubConsumerClient, EventHubProducerClient, PartitionContext
from azure.eventhub.exceptions import ConnectError, EventHubError
from azure.eventhub.extensions.checkpointstoreblob import BlobCheckpointStore
from azure.storage.blob import ContainerClient

EVENT_HUBS = os.environ["SLUICE_EVENT_HUBS"]
STORAGE = os.environ["SLUICE_STORAGE"]
HUB = "iot"
GROUP = "bronze"
SECONDS = 12


@pytest.fixture
def producer() -> Iterator[EventHubProducerClient]:
    with EventHubProducerClient.from_connection_string(EVENT_HUBS, eventhub_name=HUB) as client:
        yield client


def consumer(**options: object) -> EventHubConsumerClient:
    return EventHubConsumerClient.from_connection_string(EVENT_HUBS, consumer_group=GROUP, eventhub_name=HUB, **options)


class Reading:
    """Receives batches in a thread.

    With single events, the client waits at each idle partition before the next event.
    """

    def __init__(self, client: EventHubConsumerClient, checkpoints: bool = False, **options: object) -> None:
        self.events: list[tuple[str, EventData]] = []
        self.errors: list[Exception] = []
        self._client = client
        self._checkpoints = checkpoints
        self._thread = threading.Thread(
            target=client.receive_batch, args=(self._on_events,), kwargs={"on_error": self._on_error, **options}
        )
        self._thread.start()

    def _on_events(self, context: PartitionContext, events: list[EventData]) -> None:
        self.events.extend((context.partition_id, event) for event in events)
        if self._checkpoints and events:
            context.update_checkpoint(events[-1])

    def _on_error(self, _context: object, error: Exception) -> None:
        self.errors.append(error)

    def wait(self, enough: Callable[["Reading"], bool]) -> None:
        until = time.monotonic() + SECONDS
        while not enough(self):
            assert time.monotonic() < until, f"{len(self.events)} events and {self.errors} after {SECONDS} s"
            time.sleep(0.02)

    def close(self) -> None:
        self._client.close()
        self._thread.join()


def send(producer: EventHubProducerClient, bodies: list[bytes], **options: object) -> None:
    batch = producer.create_batch(**options)
    for body in bodies:
        batch.add(EventData(body))
    producer.send_batch(batch)


def bodies(count: int, size: int = 0) -> list[bytes]:
    run = uuid.uuid4().hex
    return [f"{run}-{index}".encode().ljust(size, b".") for index in range(count)]


def body(event: EventData) -> bytes:
    return b"".join(event.body)


# Proves transport, claims, management.hub, management.partition of event-hubs with Python.
def test_reads_the_properties_of_hub_and_partitions(producer: EventHubProducerClient) -> None:
    properties = producer.get_eventhub_properties()
    assert properties["eventhub_name"] == HUB
    assert properties["partition_ids"] == ["0", "1", "2", "3"]
    send(producer, bodies(1), partition_id="1")
    partition = producer.get_partition_properties("1")
    assert partition["last_enqueued_sequence_number"] >= 0
    assert partition["is_empty"] is False


# Proves send.partition, receive.groups of event-hubs with Python.
def test_receives_what_it_sent_with_all_property_types(producer: EventHubProducerClient) -> None:
    sent = EventData(bodies(1)[0])
    ident = uuid.uuid4()
    sent.properties = {
        "text": "ü",
        "empty": "",
        "number": 7,
        "most negative": -(2**31),
        "large": 2**31 - 1,
        "real": 1.5,
        "yes": True,
        "no": False,
        "nothing": None,
        "bytes": b"\x00\xff",
        "uuid": ident,
        "time": datetime(2026, 2, 28, 23, 59, 59, 999_000, tzinfo=UTC),
    }
    sent.content_type, sent.correlation_id, sent.message_id = "text/plain", "correlation", "message"
    before = producer.get_partition_properties("2")["last_enqueued_sequence_number"]
    batch = producer.create_batch(partition_id="2")
    batch.add(sent)
    producer.send_batch(batch)
    reading = Reading(consumer(), partition_id="2", starting_position=before)
    try:
        reading.wait(lambda r: any(body(e) == body(sent) for _, e in r.events))
    finally:
        reading.close()
    got = next(e for _, e in reading.events if body(e) == body(sent))
    # The client leaves texts encoded, and times as milliseconds.
    assert got.properties == {
        b"text": b"\xc3\xbc",
        b"empty": b"",
        b"number": 7,
        b"most negative": -(2**31),
        b"large": 2**31 - 1,
        b"real": 1.5,
        b"yes": True,
        b"no": False,
        b"nothing": None,
        b"bytes": b"\x00\xff",
        b"uuid": ident,
        b"time": 1_772_323_199_999,
    }
    assert (got.content_type, got.correlation_id, got.message_id) == ("text/plain", "correlation", "message")
    assert got.sequence_number > before
    assert got.offset is not None
    assert got.enqueued_time is not None


# Proves send.hub, receive.position of event-hubs with Python.
def test_sends_events_of_one_key_to_one_partition(producer: EventHubProducerClient) -> None:
    sent = bodies(20)
    send(producer, sent, partition_key="device-7")
    reading = Reading(consumer(), starting_position="-1")
    try:
        reading.wait(lambda r: set(sent) <= {body(e) for _, e in r.events})
    finally:
        reading.close()
    mine = [(p, e) for p, e in reading.events if body(e) in sent]
    assert len({p for p, _ in mine}) == 1
    assert {e.partition_key for _, e in mine} == {b"device-7"}


# Proves receive.position of event-hubs with Python.
@pytest.mark.parametrize("inclusive", [False, True])
def test_begins_after_or_at_a_sequence_number(producer: EventHubProducerClient, inclusive: bool) -> None:
    sent = bodies(3)
    send(producer, sent, partition_id="3")
    last = producer.get_partition_properties("3")["last_enqueued_sequence_number"]
    reading = Reading(consumer(), partition_id="3", starting_position=last - 2, starting_position_inclusive=inclusive)
    expected = sent if inclusive else sent[1:]
    try:
        reading.wait(lambda r: len(r.events) >= len(expected))
    finally:
        reading.close()
    assert [body(e) for _, e in reading.events] == expected


# Proves receive.position of event-hubs with Python.
def test_begins_at_an_offset_a_time_and_the_end(producer: EventHubProducerClient) -> None:
    def read_from(position: object, send_more: bool = False) -> EventData:
        reading = Reading(consumer(), partition_id="3", starting_position=position)
        deadline = time.monotonic() + SECONDS
        try:
            while not reading.events:
                # Nothing tells when a reader at the end has begun, so events are sent until one arrives.
                if send_more:
                    send(producer, bodies(1), partition_id="3")
                assert time.monotonic() < deadline, f"no event and {reading.errors} after {SECONDS} s"
                time.sleep(0.02)
        finally:
            reading.close()
        return reading.events[0][1]

    send(producer, bodies(2), partition_id="3")
    before = producer.get_partition_properties("3")
    # Enqueued times differ by a millisecond at least.
    time.sleep(0.002)
    [sent] = bodies(1)
    send(producer, [sent], partition_id="3")
    assert body(read_from(before["last_enqueued_offset"])) == sent
    assert body(read_from(before["last_enqueued_time_utc"])) == sent
    assert read_from("@latest", send_more=True).sequence_number > before["last_enqueued_sequence_number"] + 1


# Proves send.batch of event-hubs with Python.
def test_sends_and_receives_a_batch_as_large_as_the_hub_takes(producer: EventHubProducerClient) -> None:
    [large] = bodies(1, 1_000_000)
    before = producer.get_partition_properties("0")["last_enqueued_sequence_number"]
    send(producer, [large], partition_id="0")
    reading = Reading(consumer(), partition_id="0", starting_position=before)
    try:
        reading.wait(lambda r: len(r.events) >= 1)
    finally:
        reading.close()
    assert body(reading.events[0][1]) == large


def test_reports_an_event_that_is_too_large(producer: EventHubProducerClient) -> None:
    batch = producer.create_batch()
    with pytest.raises(ValueError, match="limit"):
        batch.add(EventData(b"." * 1_100_000))


def test_continues_at_the_checkpoint_of_an_earlier_consumer(producer: EventHubProducerClient) -> None:
    container = f"checkpoints-{uuid.uuid4().hex}"
    with ContainerClient.from_connection_string(STORAGE, container) as blobs:
        blobs.create_container()

    def read(expected: list[bytes]) -> list[bytes]:
        store = BlobCheckpointStore.from_connection_string(STORAGE, container)
        client = EventHubConsumerClient.from_connection_string(
            EVENT_HUBS, consumer_group=GROUP, eventhub_name=HUB, checkpoint_store=store, load_balancing_interval=1
        )
        reading = Reading(client, checkpoints=True, starting_position="-1")
        try:
            reading.wait(lambda r: set(expected) <= {body(e) for _, e in r.events})
        finally:
            reading.close()
        return [body(e) for _, e in reading.events]

    first, second = bodies(40), bodies(40)
    for index, one in enumerate(first):
        send(producer, [one], partition_id=str(index % 4))
    read(first)
    for index, one in enumerate(second):
        send(producer, [one], partition_id=str(index % 4))
    assert sorted(read(second)) == sorted(second)


# Proves receive.owner-level of event-hubs with Python.
def test_loses_the_partition_to_a_higher_owner_level(producer: EventHubProducerClient) -> None:
    low = Reading(consumer(retry_total=0), partition_id="1", starting_position="-1", owner_level=1)
    low.wait(lambda r: len(r.events) > 0)
    high = Reading(consumer(), partition_id="1", starting_position="-1", owner_level=2)
    try:
        high.wait(lambda r: len(r.events) > 0)
        low.wait(lambda r: len(r.errors) > 0)
    finally:
        low.close()
        high.close()
    assert "owner" in str(low.errors[0]).lower() or "epoch" in str(low.errors[0]).lower()


# Proves receive.owner-level of event-hubs with Python.
@pytest.mark.parametrize("level", [None, 1])
def test_is_refused_below_the_owner_level_of_another(producer: EventHubProducerClient, level: int | None) -> None:
    send(producer, bodies(1), partition_id="1")
    owner = Reading(consumer(), partition_id="1", starting_position="-1", owner_level=2)
    owner.wait(lambda r: len(r.events) > 0)
    other = Reading(consumer(retry_total=0), partition_id="1", starting_position="-1", owner_level=level)
    try:
        other.wait(lambda r: len(r.errors) > 0)
        assert other.events == []
    finally:
        other.close()
        owner.close()


def test_fails_at_once_for_an_unknown_hub() -> None:
    client = EventHubProducerClient.from_connection_string(EVENT_HUBS, eventhub_name="unknown", retry_total=0)
    with client, pytest.raises((EventHubError, ConnectError)):
        client.get_eventhub_properties()


# Proves receive.groups of event-hubs with Python.
def test_fails_at_once_for_an_unknown_consumer_group() -> None:
    client = EventHubConsumerClient.from_connection_string(
        EVENT_HUBS, consumer_group="unknown", eventhub_name=HUB, retry_total=0
    )
    reading = Reading(client, partition_id="0", starting_position="-1")
    try:
        reading.wait(lambda r: len(r.errors) > 0)
    finally:
        reading.close()


# Proves send.hub of event-hubs with Python.
def test_sends_through_a_buffer(producer: EventHubProducerClient) -> None:
    sent, done, failed = bodies(200), [], []
    client = EventHubProducerClient.from_connection_string(
        EVENT_HUBS,
        eventhub_name=HUB,
        buffered_mode=True,
        max_wait_time=0.2,
        on_success=lambda events, partition: done.extend(events),
        on_error=lambda events, partition, error: failed.append(error),
    )
    with client:
        for one in sent:
            client.send_event(EventData(one))
    assert (len(done), failed) == (200, [])
