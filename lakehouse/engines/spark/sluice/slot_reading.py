"""How Spark names and lists many slots."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column
from pyspark.sql import functions as F

from .slot_files import SlotFolder


def read_paths(folders: Sequence[SlotFolder]) -> list[str]:
    """The paths to read: a folder, or its only wanted slot.

    Spark lists each path by itself, in a request of its own. So the number of requests follows from the folders of new
    slots, however many slots they have and however many there are before them.
    """
    return [folder.path if len(folder.names) > 1 else f"{folder.path}/{folder.names[0]}" for folder in folders]


def is_wanted(folders: Sequence[SlotFolder], path: Column) -> Column:
    """A condition on `_metadata.file_path` that leaves out the other slots of the folders at the ends of a range.

    It uses nothing but the path, so Spark leaves the files out before it reads any.
    """
    wanted = F.lit(True)
    for folder in folders:
        if folder.is_whole or len(folder.names) == 1:
            continue
        # From the hub generation on: Spark encodes the beginning of a path as a URL.
        tail = "/".join(folder.path.split("/")[-3:])
        name = F.substring_index(path, "/", -1)
        first, last = folder.names[0], folder.names[-1]
        in_range = name.between(first, last) if _is_unbroken(folder.names) else name.isin(*folder.names)
        wanted = wanted & (~path.contains(f"/{tail}/") | in_range)
    return wanted


def _is_unbroken(names: Sequence[str]) -> bool:
    return int(names[-1].split(".")[0]) - int(names[0].split(".")[0]) == len(names) - 1
