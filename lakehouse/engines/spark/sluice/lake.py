"""Paths in the lake, and its small files.

Spark reads and writes tables and slots. Plans and results are single small objects, which Spark cannot write as such.
They go through the file system of the machine or, on Databricks, through `dbutils`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal, Protocol

from .errors import SluiceError

Container = Literal["bronze", "silver", "gold"]

_ACCOUNT = re.compile(r"abfss://(?:\{container\}@)?([^/@{}]+)/?")


class Files(Protocol):
    """Small files by full path."""

    def read(self, path: str) -> str | None:
        """The text of a file, or None if there is none."""

    def write(self, path: str, text: str) -> None:
        """Creates or replaces a file."""

    def exists(self, folder: str) -> bool:
        """Whether a folder has any content."""

    def names(self, folder: str) -> list[str]:
        """Names of the files and folders in a folder; empty if there is none."""


class LocalFiles:
    """Files of this machine."""

    def read(self, path: str) -> str | None:
        try:
            return Path(path).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def write(self, path: str, text: str) -> None:
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        # In one step, so that no reader sees a partial file.
        unfinished = target.with_name(f".{target.name}.part")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(target)

    def exists(self, folder: str) -> bool:
        return Path(folder).is_dir()

    def names(self, folder: str) -> list[str]:
        try:
            return [entry.name for entry in Path(folder).iterdir()]
        except FileNotFoundError:
            return []


class DatabricksFiles:
    """Files of a storage account through `dbutils.fs`, which works on every kind of compute."""

    def __init__(self, dbutils: Any) -> None:
        self._fs = dbutils.fs

    def read(self, path: str) -> str | None:
        # Plans are a few kilobytes for each partition. head() truncates without an error, so the length is checked.
        limit = 16 * 1024 * 1024
        try:
            text = str(self._fs.head(path, limit))
        except Exception as error:
            if _is_missing(error):
                return None
            raise
        if len(text.encode()) >= limit:
            raise SluiceError("lake_unreadable", f"{path} is longer than {limit} bytes")
        return text

    def write(self, path: str, text: str) -> None:
        self._fs.put(path, text, True)

    def exists(self, folder: str) -> bool:
        return len(self.names(folder)) > 0

    def names(self, folder: str) -> list[str]:
        try:
            # A folder's name ends with a slash.
            return [str(entry.name).rstrip("/") for entry in self._fs.ls(folder)]
        except Exception as error:
            if _is_missing(error):
                return []
            raise


def _is_missing(error: Exception) -> bool:
    """`dbutils` returns errors of the JVM as texts."""
    return "FileNotFoundException" in str(error) or "PathNotFound" in str(error)


class Lake:
    """The lake's paths below one root.

    `root` is a folder with the containers in it (`/data/lake`, `/Volumes/main/sluice/lake`), or a storage account:
    `abfss://account.dfs.core.windows.net`, or `abfss://{container}@account.dfs.core.windows.net` with the placeholder
    as written.
    """

    def __init__(self, root: str, files: Files) -> None:
        account = _ACCOUNT.fullmatch(root)
        if account is None and "://" in root:
            raise SluiceError(
                "arguments_invalid",
                f"--lake: {root!r} is neither a folder nor abfss://<account>.dfs.core.windows.net without a container",
            )
        self._account = account[1] if account else None
        self._root = root.rstrip("/")
        self.files = files

    def path(self, container: Container, path: str) -> str:
        """Full path of something in a container."""
        if self._account is not None:
            return f"abfss://{container}@{self._account}/{path}"
        return f"{self._root}/{container}/{path}"

    def table(self, name: str) -> str:
        """Full path of a table: `silver.iot_telemetry`."""
        layer, _, table = name.partition(".")
        if layer not in ("silver", "gold"):
            raise SluiceError("model_invalid", f"{name} is not in silver or gold")
        return self.path("silver" if layer == "silver" else "gold", table)
