"""Microsoft's `azure-eventhub` for Python over TLS and WebSockets, and while the local Event Hubs restarts."""

import json
import os
import threading
import time
import urllib.request
import uuid
from urllib.parse import urlsplit

import pytest
from azure.eventhub import EventData, EventHubConsumerClient, EventHubProducerClient, PartitionContext, TransportType
from azure.eventhub.exceptions import EventHubError

PLAIN = os.environ["SLUICE_EVENT_HUBS"]
TLS = os.environ["SLUICE_EVENT_HUBS_TLS"]
CONTROL = os.environ["SLUICE_CONTROL"]
HUB = "iot"
SECONDS = 12
IS_PROVING = os.environ.get("SLUICE_PROVE") == "1"

# With TLS or WebSockets the client takes the port from the custom endpoint, and 5671 or 443 without one.
ENDPOINT = "sb://" + urlsplit(dict(part.split("=", 1) for part in TLS.split(";"))["Endpoint"]).netloc
TRUST = {"connection_verify": os.environ["SLUICE_CA_FILE"]}

TRANSPORTS = {
    "TLS": (TLS, {**TRUST, "custom_endpoint_address": ENDPOINT, "transport_type": TransportType.Amqp}),
    "WebSockets with TLS": (
        TLS,
        {**TRUST, "custom_endpoint_address": ENDPOINT, "transport_type": TransportType.AmqpOverWebsocket},
    ),
    "WebSockets without TLS": (
        PLAIN,
        {"custom_endpoint_address": ENDPOINT, "transport_type": TransportType.AmqpOverWebsocket},
    ),
}


def body(event: EventData) -> bytes:
    return b"".join(event.body)


def send(producer: EventHubProducerClient, bodies: list[bytes], partition: str) -> None:
    batch = producer.create_batch(partition_id=partition)
    for one in bodies:
        batch.add(EventData(one))
    producer.send_batch(batch)


# Proves transport.tls, transport.websocket of event-hubs with Python.
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_sends_and_receives_over(transport: str) -> None:
    connection_string, options = TRANSPORTS[transport]
    sent = [f"{uuid.uuid4().hex}-{index}".encode() for index in range(20)] + [b"." * 900_000]
    received: list[bytes] = []
    done = threading.Event()

    def on_events(_context: PartitionContext, events: list[EventData]) -> None:
        received.extend(body(event) for event in events)
        if len(received) >= len(sent):
            done.set()

    with EventHubProducerClient.from_connection_string(connection_string, eventhub_name=HUB, **options) as producer:
        before = producer.get_partition_properties("0")["last_enqueued_sequence_number"]
        send(producer, sent, "0")
    client = EventHubConsumerClient.from_connection_string(
        connection_string, consumer_group="bronze", eventhub_name=HUB, **options
    )
    thread = threading.Thread(
        target=client.receive_batch,
        args=(on_events,),
        kwargs={"partition_id": "0", "starting_position": before, "max_wait_time": 1},
    )
    thread.start()
    try:
        assert done.wait(SECONDS), f"{len(received)} of {len(sent)} events"
    finally:
        client.close()
        thread.join()
    assert received == sent


def test_does_not_connect_without_trust() -> None:
    options = {"custom_endpoint_address": ENDPOINT, "transport_type": TransportType.Amqp, "retry_total": 0}
    client = EventHubProducerClient.from_connection_string(TLS, eventhub_name=HUB, **options)
    with client, pytest.raises(EventHubError, match="CERTIFICATE_VERIFY_FAILED"):
        client.get_eventhub_properties()


# Proves log.durability of event-hubs with Python.
@pytest.mark.skipif(not IS_PROVING, reason="runs with SLUICE_PROVE=1")
def test_reads_on_without_loss_when_the_broker_is_killed() -> None:
    count, kills = 60, 3
    sent = [f"{uuid.uuid4().hex}-{index}".encode() for index in range(count)]
    received: list[tuple[int, bytes]] = []

    def on_events(_context: PartitionContext, events: list[EventData]) -> None:
        received.extend((event.sequence_number, body(event)) for event in events)

    retries = {"retry_total": 20, "retry_backoff_factor": 0.05, "retry_backoff_max": 0.5}
    producer = EventHubProducerClient.from_connection_string(PLAIN, eventhub_name=HUB, **retries)
    before = producer.get_partition_properties("3")["last_enqueued_sequence_number"]
    client = EventHubConsumerClient.from_connection_string(PLAIN, consumer_group="bronze", eventhub_name=HUB, **retries)
    thread = threading.Thread(
        target=client.receive_batch,
        args=(on_events,),
        kwargs={"partition_id": "3", "starting_position": before, "max_wait_time": 0.2},
    )
    thread.start()
    try:
        for index, one in enumerate(sent):
            if index % (count // kills) == count // kills // 2:
                seen = len(received)
                wait(
                    lambda seen=seen, index=index: len({text for _, text in received}) >= index, f"before kill, {seen}"
                )
                kill_event_hubs()
            send(producer, [one], "3")
        wait(lambda: set(sent) <= {text for _, text in received}, "after the last kill")
    finally:
        client.close()
        thread.join()
        producer.close()
    # A publication whose answer the kill lost is sent again; nothing else may be there twice.
    assert {text for _, text in received} == set(sent)
    numbers = [number for number, _ in received]
    assert sorted(set(numbers)) == list(range(before + 1, max(numbers) + 1))


def wait(enough, what: str) -> None:
    until = time.monotonic() + 40
    while not enough():
        assert time.monotonic() < until, f"events are missing {what}"
        time.sleep(0.05)


def kill_event_hubs() -> None:
    request = urllib.request.Request(f"{CONTROL}/kill/eventHubs", method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        ids = json.load(answer)
    assert ids["killed"] != ids["started"]
