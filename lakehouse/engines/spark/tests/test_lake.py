"""The same paths below a folder and in a storage account."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sluice.errors import SluiceError
from sluice.lake import DatabricksFiles, Lake, LocalFiles


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ("/data/lake", "/data/lake/gold/fact_order"),
        ("/data/lake/", "/data/lake/gold/fact_order"),
        ("/Volumes/main/sluice/lake", "/Volumes/main/sluice/lake/gold/fact_order"),
        ("abfss://acc.dfs.core.windows.net", "abfss://gold@acc.dfs.core.windows.net/fact_order"),
        ("abfss://{container}@acc.dfs.core.windows.net/", "abfss://gold@acc.dfs.core.windows.net/fact_order"),
    ],
)
def test_finds_a_table(root: str, expected: str) -> None:
    assert Lake(root, LocalFiles()).table("gold.fact_order") == expected


@pytest.mark.parametrize("root", ["abfss://gold@acc.dfs.core.windows.net", "s3://bucket", "wasbs://x"])
def test_refuses_a_root_that_is_one_container_or_elsewhere(root: str) -> None:
    with pytest.raises(SluiceError, match="--lake"):
        Lake(root, LocalFiles())


def test_keeps_small_files_of_this_machine(tmp_path: Path) -> None:
    files = LocalFiles()
    path = str(tmp_path / "a" / "b.json")
    assert files.read(path) is None
    files.write(path, "one")
    files.write(path, "two")
    assert files.read(path) == "two"
    assert files.names(str(tmp_path / "a")) == ["b.json"]
    assert files.names(str(tmp_path / "c")) == []
    assert (files.exists(str(tmp_path / "a")), files.exists(str(tmp_path / "c"))) == (True, False)


class _Utilities:
    """`dbutils` with one file; for a missing one it raises the JVM's error."""

    def __init__(self) -> None:
        self.fs = self
        self.written: dict[str, str] = {}

    def head(self, path: str, limit: int) -> str:
        return self._found(path)[:limit]

    def ls(self, path: str) -> list[Any]:
        self._found(path)
        return [SimpleNamespace(name=path.rpartition("/")[2])]

    def put(self, path: str, text: str, overwrite: bool) -> None:
        assert overwrite
        self.written[path] = text

    def _found(self, path: str) -> str:
        if path.endswith("forbidden"):
            raise RuntimeError("java.nio.file.AccessDeniedException: 403")
        if path not in self.written:
            raise RuntimeError(f"java.io.FileNotFoundException: {path}")
        return self.written[path]


def test_keeps_small_files_through_dbutils() -> None:
    files = DatabricksFiles(_Utilities())
    assert files.read("abfss://a") is None
    assert not files.exists("abfss://a")
    files.write("abfss://a", "text")
    assert files.read("abfss://a") == "text"
    assert files.exists("abfss://a")
    assert (files.names("abfss://a"), files.names("abfss://b")) == (["a"], [])


def test_takes_no_fault_for_a_missing_file() -> None:
    files = DatabricksFiles(_Utilities())
    with pytest.raises(RuntimeError, match="403"):
        files.read("abfss://forbidden")
    with pytest.raises(RuntimeError, match="403"):
        files.exists("abfss://forbidden")
