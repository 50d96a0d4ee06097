"""Compares OTLP bodies, as OpenTelemetry's own classes read them, with the results of the app's test reader."""

import json
import sys
from pathlib import Path
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status


def to_value(value: AnyValue) -> Any:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [to_value(one) for one in value.array_value.values]
    return None if kind is None else getattr(value, kind)


def to_attributes(pairs: list[KeyValue]) -> dict[str, Any]:
    return {pair.key: to_value(pair.value) for pair in pairs}


def read_traces(bodies: list[bytes]) -> list[dict[str, Any]]:
    spans = []
    for body in bodies:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            for scope in resource.scope_spans:
                for span in scope.spans:
                    one = {
                        "name": span.name,
                        "kind": Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
                        "traceId": span.trace_id.hex(),
                        "spanId": span.span_id.hex(),
                        "attributes": to_attributes(span.attributes),
                        "links": [
                            {"traceId": link.trace_id.hex(), "spanId": link.span_id.hex()} for link in span.links
                        ],
                        "status": Status.StatusCode.Name(span.status.code).removeprefix("STATUS_CODE_"),
                        "durationMilliseconds": (span.end_time_unix_nano - span.start_time_unix_nano) / 1e6,
                        "scope": scope.scope.name,
                        "resource": to_attributes(resource.resource.attributes),
                    }
                    if span.parent_span_id:
                        one["parentSpanId"] = span.parent_span_id.hex()
                    spans.append(one)
    return spans


def read_metrics(bodies: list[bytes]) -> list[str]:
    return sorted(
        {
            metric.name
            for body in bodies
            for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }
    )


def main(signal: str, directory: Path) -> int:
    files = sorted(directory.glob(f"{signal}-*.bin"), key=lambda path: int(path.stem.split("-")[1]))
    bodies = [path.read_bytes() for path in files]
    theirs = read_traces(bodies) if signal == "traces" else read_metrics(bodies)
    ours = json.loads((directory / "read.json").read_text())[signal]
    if not theirs:
        print(f"  no {signal} were sent")
        return 1
    if theirs != ours:
        print(f"  theirs: {json.dumps(theirs, indent=2)}\n  ours: {json.dumps(ours, indent=2)}")
        return 1
    print(f"  {len(theirs)} in {len(bodies)} requests")
    return 0


sys.exit(main(sys.argv[1], Path(sys.argv[2])))
