"""rclone against the local lake: folders of files both ways, with the account key."""

import os
import subprocess
from pathlib import Path

import pytest

RCLONE = os.environ["SLUICE_RCLONE"]
PARTS = dict(part.split("=", 1) for part in os.environ["SLUICE_STORAGE"].strip(";").split(";"))
FILES = 200 if os.environ.get("SLUICE_PROVE") else 50
ENVIRONMENT = {
    **os.environ,
    # No file of a user.
    "RCLONE_CONFIG": "notfound",
    "RCLONE_CONFIG_LAKE_TYPE": "azureblob",
    # With it, the endpoint is taken as it is.
    "RCLONE_CONFIG_LAKE_USE_EMULATOR": "true",
    "RCLONE_CONFIG_LAKE_ACCOUNT": PARTS["AccountName"],
    "RCLONE_CONFIG_LAKE_KEY": PARTS["AccountKey"],
    "RCLONE_CONFIG_LAKE_ENDPOINT": PARTS["BlobEndpoint"],
    "RCLONE_RETRIES": "1",
    "RCLONE_LOW_LEVEL_RETRIES": "1",
}


def rclone(*arguments: str | Path) -> list[str]:
    command = [RCLONE, *map(str, arguments)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def read_all(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    for number in range(FILES):
        file = source / f"part {number % 5}" / f"{number:03}-é.bin"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(number * 100))
    # Larger than a block of 4 MiB, which rclone uploads in several blocks.
    (source / "large.bin").write_bytes(os.urandom(9_000_000))
    return source


# Proves auth.shared-key, container, blob.put, blob.blocks, blob.read, blob.change, digests of lake with rclone.
def test_syncs_a_folder_both_ways(folder: Path, tmp_path: Path) -> None:
    rclone("mkdir", "lake:rclone-sync")
    rclone("sync", folder, "lake:rclone-sync/folder")
    rclone("check", folder, "lake:rclone-sync/folder")
    rclone("check", "--download", folder, "lake:rclone-sync/folder")
    back = tmp_path / "back"
    rclone("sync", "lake:rclone-sync/folder", back)
    assert read_all(back) == read_all(folder)
    for file in (folder / "part 1").iterdir():
        file.unlink()
    (folder / "large.bin").write_bytes(b"small now")
    rclone("sync", folder, "lake:rclone-sync/folder")
    rclone("sync", "lake:rclone-sync/folder", back)
    assert read_all(back) == read_all(folder)
    rclone("purge", "lake:rclone-sync")


# Proves blob.copy, blob.list, blob.change of lake with rclone.
def test_copies_and_moves_within_the_lake(folder: Path) -> None:
    rclone("sync", folder, "lake:rclone-copy/folder")
    rclone("copy", "lake:rclone-copy/folder", "lake:rclone-copy/copy")
    rclone("check", "lake:rclone-copy/folder", "lake:rclone-copy/copy")
    rclone("moveto", "lake:rclone-copy/copy/large.bin", "lake:rclone-copy/moved.bin")
    # In pages of 20.
    names = rclone("lsf", "--files-only", "--recursive", "--azureblob-list-chunk", "20", "lake:rclone-copy")
    files = [*read_all(folder)]
    expected = [f"folder/{name}" for name in files] + [f"copy/{name}" for name in files] + ["moved.bin"]
    assert sorted(names) == sorted(name for name in expected if name != "copy/large.bin")
    rclone("purge", "lake:rclone-copy")
