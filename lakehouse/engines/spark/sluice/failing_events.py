"""Finds the events of a contract on which a model fails although they pass every check. Searches by halves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from .contract_lines import none_of, slot_lines
from .contract_reading import retried_rows
from .inputs import Inputs, Trial
from .refresh_run import RefreshRun
from .slot_files import PLACE
from .unforeseen import Unforeseen, read_unforeseen, record_unforeseen

MAX_FAILING_EVENTS = 100
"""If a model fails on more events than this at once, the model is at fault, and the refresh reports that."""
MAX_REASON = 500
"""Characters of Spark's error that are kept as a reason."""

Part = TypeVar("Part")
Attempt = Callable[[Inputs], str | None]
"""Runs a model without a commit; returns why it fails, None if it does not."""


def reject_failing_events(run: RefreshRun, relation: str, inputs: Inputs, attempt: Attempt) -> bool:
    """Records the events on which a model fails. Returns False if no event is the cause, or too many are."""
    nothing = replace(inputs, slots=(), trial=Trial(None, None))
    # It fails without events, too: the cause is elsewhere.
    if attempt(nothing) is not None:
        return False
    found: list[Unforeseen] = []

    def of_slot(slot: str, _: str) -> None:
        one = replace(nothing, slots=(slot,))
        numbers = _sequence_numbers(run, relation, slot)

        def of_lines(some: Sequence[int]) -> str | None:
            if len(found) > MAX_FAILING_EVENTS:
                return None
            return attempt(replace(one, trial=Trial((some[0], some[-1]), None)))

        _halve(numbers, of_lines, lambda number, reason: found.append(_of_slot(run, relation, slot, number, reason)))

    def of_rejected(some: Sequence[tuple[str, int, int]]) -> str | None:
        return attempt(replace(nothing, trial=Trial(None, tuple(some))))

    _halve(inputs.slots, lambda some: attempt(replace(nothing, slots=tuple(some))), of_slot)
    _halve(
        _retried_keys(run, relation),
        of_rejected,
        lambda key, reason: found.append(_of_retried(run, relation, key, reason)),
    )
    if not 0 < len(found) <= MAX_FAILING_EVENTS:
        return False
    record_unforeseen(run.lake, relation, found)
    return True


def _halve(
    parts: Sequence[Part],
    attempt: Callable[[Sequence[Part]], str | None],
    on_failing_event: Callable[[Part, str], None],
) -> None:
    """If it fails on all parts together and on neither half, no part is the cause."""
    if not parts:
        return
    reason = attempt(parts)
    if reason is None:
        return
    if len(parts) == 1:
        on_failing_event(parts[0], reason)
        return
    middle = len(parts) // 2
    _halve(parts[:middle], attempt, on_failing_event)
    _halve(parts[middle:], attempt, on_failing_event)


def _sequence_numbers(run: RefreshRun, relation: str, slot: str) -> list[int]:
    lines = slot_lines(run.spark, [run.lake.path("bronze", slot)], run.bronze_types[relation])
    return sorted(row[0] for row in lines.where("problem IS NULL").select("sequence_number").collect())


def _retried_keys(run: RefreshRun, relation: str) -> list[tuple[str, int, int]]:
    rows = retried_rows(run, relation)
    known = {one.key for one in read_unforeseen(run.lake, relation) if one.rule == run.bronze_types[relation].rule}
    if rows is None:
        return []
    keys = [(row[0], row[1], row[2]) for row in rows.select("hub_generation", "partition", "sequence_number").collect()]
    return [key for key in sorted(keys) if key not in known]


def _of_slot(run: RefreshRun, relation: str, slot: str, number: int, reason: str) -> Unforeseen:
    kind = run.bronze_types[relation]
    lines = slot_lines(run.spark, [run.lake.path("bronze", slot)], kind).where(f"sequence_number = {number}")
    place = re.search(PLACE, slot)
    row = lines.selectExpr(*_ARRIVAL, "meta.version", "text").collect()[0]
    if place is None:
        raise ValueError(f"{slot} is not the path of a slot")
    return _unforeseen(run, relation, (place[1], int(place[2]), number), int(place[3]), tuple(row), reason)


_ARRIVAL = (
    "date_format(meta.enqueuedTime, \"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\")",
    "date_format(meta.landedAt, \"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\")",
)


def _of_retried(run: RefreshRun, relation: str, key: tuple[str, int, int], reason: str) -> Unforeseen:
    rows = retried_rows(run, relation)
    if rows is None:
        raise ValueError(f"{relation} has no rejected events")
    columns = {"meta.enqueuedTime": "enqueued_time", "meta.landedAt": "landed_at"}
    arrival = [text.replace(name, column) for text, (name, column) in zip(_ARRIVAL, columns.items(), strict=True)]
    row = rows.where(~none_of([key])).selectExpr("slot", *arrival, "contract_version", "event").collect()[0]
    return _unforeseen(run, relation, key, row[0], tuple(row)[1:], reason)


def _unforeseen(
    run: RefreshRun,
    relation: str,
    key: tuple[str, int, int],
    slot: int,
    arrival: tuple[str | int | None, ...],
    reason: str,
) -> Unforeseen:
    kind = run.bronze_types[relation]
    enqueued, landed, version, event = arrival
    return Unforeseen(
        hubGeneration=key[0],
        partition=key[1],
        slot=slot,
        sequenceNumber=key[2],
        enqueuedTime=None if enqueued is None else str(enqueued),
        landedAt=None if landed is None else str(landed),
        contractVersion=None if version is None else int(version),
        contract=kind.contract,
        reason=reason[:MAX_REASON],
        rule=kind.rule,
        event=str(event),
    )
