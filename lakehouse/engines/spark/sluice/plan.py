"""The plan of a refresh: the content of Bronze when it began."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .errors import SluiceError
from .slot_files import slot_path


@dataclass(frozen=True)
class Head:
    """The newest slot of one partition of one hub generation. All slots from 0 to it belong to the plan."""

    hub_generation: str
    partition: int
    slot: int


@dataclass(frozen=True)
class Plan:
    """`gold/_refresh/<number>/plan.json`."""

    refresh: int
    previous: int | None
    as_of: datetime
    bronze: Mapping[str, tuple[Head, ...]]
    batch: Mapping[str, str]
    """Batch source → folder of its newest complete run, inside the bronze container."""
    rebuild: tuple[str, ...] = ()
    """Tables to compute from all of Bronze, as the caller of the refresh named them."""


def refresh_folder(refresh: int) -> str:
    """Folder of a refresh inside the gold container. Fifteen digits, so that names sort like numbers."""
    return f"_refresh/{refresh:015d}"


def parse_plan(text: str, refresh: int) -> Plan:
    """Raises SluiceError `plan_invalid` for a plan that cannot be read, or that is of another refresh."""
    try:
        raw: dict[str, Any] = json.loads(text)
        plan = Plan(
            refresh=int(raw["refresh"]),
            previous=None if raw["previous"] is None else int(raw["previous"]),
            as_of=datetime.fromisoformat(raw["asOf"]),
            bronze={source: tuple(_head(head) for head in heads) for source, heads in raw["bronze"].items()},
            batch={source: str(run["path"]) for source, run in raw["batch"].items()},
            rebuild=tuple(str(name) for name in raw.get("rebuild", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SluiceError("plan_invalid", f"the plan of refresh {refresh} cannot be read: {error!r}") from error
    if plan.refresh != refresh:
        raise SluiceError("plan_invalid", f"the plan of refresh {refresh} has the number {plan.refresh}")
    return plan


def _head(raw: Mapping[str, Any]) -> Head:
    return Head(str(raw["hubGeneration"]), int(raw["partition"]), int(raw["slot"]))


def new_slots(source: str, since: Plan | None, until: Plan) -> tuple[str, ...]:
    """Paths, inside the bronze container, of the slots in `until` and not in `since`.

    Slots are numbered without holes, so no folder is listed: the cost depends on the number of new slots.

    Raises SluiceError `plan_invalid` if the later plan ends before the earlier one, because events would be lost.
    """
    known = {} if since is None else {_place(head): head.slot for head in since.bronze.get(source, ())}
    heads = {_place(head): head.slot for head in until.bronze.get(source, ())}
    for place, slot in known.items():
        if heads.get(place, -1) < slot:
            raise SluiceError(
                "plan_invalid", f"{source}/{place[0]}/p={place[1]:02d}: the newer plan ends before slot {slot}"
            )
    return tuple(
        slot_path(source, hub_generation, partition, slot)
        for (hub_generation, partition), last in sorted(heads.items())
        for slot in range(known.get((hub_generation, partition), -1) + 1, last + 1)
    )


def _place(head: Head) -> tuple[str, int]:
    return head.hub_generation, head.partition
