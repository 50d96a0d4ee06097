"""Reads and writes Delta tables with delta-rs (package deltalake), which shares no code with this project.

Takes requests on standard input, one JSON a line: {"command", "table", "options"}. Answers each with one line:
{"answer"} or {"error"}.
"""

import datetime
import decimal
import json
import math
import sys
import traceback

import pyarrow
from deltalake import DeltaTable, write_deltalake


def plain(value):
    """Converts a value to JSON types, in the same way for all readers."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def read(table, version=None, where=None, order="id"):
    """Reads schema, rows, files and metadata of a table version. `where` is [column, operator, value, type]."""
    delta = DeltaTable(table, version=version)
    scanned = delta.to_pyarrow_dataset()
    condition = None
    if where is not None:
        column, operator, value, kind = where
        field = pyarrow.compute.field(column)
        literal = pyarrow.scalar(value, pyarrow.int64()) if kind == "long" else pyarrow.scalar(value)
        if kind in ("date", "timestamp"):
            target = pyarrow.date32() if kind == "date" else pyarrow.timestamp("us", "UTC")
            literal = pyarrow.scalar(parse_time(value, kind), target)
        condition = {"=": field == literal, ">=": field >= literal, "<=": field <= literal}[operator]
    rows = scanned.to_table(filter=condition)
    return {
        "version": delta.version(),
        "schema": json.loads(delta.schema().to_json())["fields"],
        "types": {field.name: str(field.type) for field in rows.schema},
        "partitionColumns": delta.metadata().partition_columns,
        "id": str(delta.metadata().id),
        "rows": rows.sort_by(order).to_pylist() if rows.num_rows > 0 else [],
        # Files that statistics and partition values do not exclude.
        "scannedFiles": len(list(scanned.get_fragments(filter=condition))),
        "files": pyarrow.table(delta.get_add_actions(flatten=True)).to_pylist(),
        "transaction": delta.transaction_version("sluice"),
    }


def history(table):
    return DeltaTable(table).history()


def append(table, rows):
    """Appends rows with the schema of the table."""
    delta = DeltaTable(table)
    schema = pyarrow.schema(delta.schema().to_arrow())
    columns = {field.name: [row.get(field.name) for row in rows] for field in schema}
    for field in schema:
        if str(field.type).startswith(("date", "timestamp")):
            kind = "date" if str(field.type).startswith("date") else "timestamp"
            columns[field.name] = [None if v is None else parse_time(v, kind) for v in columns[field.name]]
    write_deltalake(delta, pyarrow.table(columns, schema=schema), mode="append")
    return {"version": DeltaTable(table).version()}


def checkpoint(table):
    delta = DeltaTable(table)
    delta.create_checkpoint()
    return {"version": delta.version()}


def unneeded(table, hours):
    """Lists the files that a vacuum would delete."""
    return DeltaTable(table).vacuum(retention_hours=hours, dry_run=True, enforce_retention_duration=False)


def parse_time(text, kind):
    if kind == "date":
        return datetime.date.fromisoformat(text)
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


COMMANDS = {
    "read": read,
    "history": history,
    "append": append,
    "checkpoint": checkpoint,
    "unneeded": unneeded,
}


def reply(line):
    request = json.loads(line)
    try:
        answer = COMMANDS[request["command"]](request["table"], **request["options"])
        return {"answer": plain(answer)}
    except Exception:  # The test prints it.
        return {"error": traceback.format_exc()}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(reply(line)), flush=True)
