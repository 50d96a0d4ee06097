"""Paths of slots, and the folders that hold a thousand of them each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .errors import SluiceError
from .lake import Lake

SLOTS_PER_FOLDER = 1000
"""A folder has the first nine of a slot's twelve digits (docs/landing-protocol.md)."""
PLACE = r"([^/]+)/p=(\d+)/\d+/(\d+)\.ndjson\.gz$"
"""Hub generation, partition and slot in a path."""


def slot_path(source: str, hub_generation: str, partition: int, slot: int) -> str:
    """Path of a slot inside the bronze container."""
    return f"{source}/{hub_generation}/p={partition:02d}/{slot // SLOTS_PER_FOLDER:09d}/{slot:012d}.ndjson.gz"


@dataclass(frozen=True)
class SlotFolder:
    """Some slots of one folder."""

    path: str
    names: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every slot of the folder is wanted."""
        return len(self.names) == SLOTS_PER_FOLDER


def slot_folders(slots: Iterable[str]) -> tuple[SlotFolder, ...]:
    """Slots by folder: a thousand slots at most in each, so a long range is few folders."""
    names: dict[str, list[str]] = {}
    for slot in slots:
        folder, _, name = slot.rpartition("/")
        names.setdefault(folder, []).append(name)
    return tuple(SlotFolder(folder, tuple(sorted(own))) for folder, own in names.items())


def require_slots(lake: Lake, slots: Iterable[str], checked: set[str]) -> None:
    """Raises SluiceError `lake_unreadable` if a slot is missing. Reading a folder would not notice it.

    `slots` are paths inside the bronze container. `checked` has the slots that are known to be there, and gets the new
    ones.
    """
    for folder in slot_folders(slot for slot in slots if slot not in checked):
        found = set(lake.files.names(lake.path("bronze", folder.path)))
        for name in folder.names:
            path = f"{folder.path}/{name}"
            if name not in found:
                raise SluiceError("lake_unreadable", f"the slot bronze/{path} is missing")
            checked.add(path)
