"""rclone against the local lake, with a shared access signature of the account."""

import datetime
import os
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from azure.storage.blob import (
    AccountSasPermissions,
    BlobServiceClient,
    ContainerClient,
    ResourceTypes,
    generate_account_sas,
)

STORAGE = os.environ["SLUICE_STORAGE"]
PARTS = dict(part.split("=", 1) for part in STORAGE.strip(";").split(";"))
FILES = 200 if os.environ.get("SLUICE_PROVE") == "1" else 50


@pytest.fixture
def container() -> Iterator[ContainerClient]:
    client = BlobServiceClient.from_connection_string(STORAGE, retry_total=0).create_container(f"c-{uuid.uuid4()}")
    yield client
    client.delete_container()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "here"
    for index in range(FILES):
        file = root / f"day={index % 7}" / f"part {index:05}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{index} äöü")
    # Longer than one block.
    (root / "large.bin").write_bytes(os.urandom(9_000_000))
    return root


def rclone(*arguments: str | Path) -> str:
    sas = generate_account_sas(
        PARTS["AccountName"],
        PARTS["AccountKey"],
        ResourceTypes(service=True, container=True, object=True),
        AccountSasPermissions(read=True, write=True, delete=True, list=True, create=True),
        datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1),
    )
    environment = os.environ | {
        "RCLONE_CONFIG": os.devnull,
        "RCLONE_CONFIG_LAKE_TYPE": "azureblob",
        "RCLONE_CONFIG_LAKE_SAS_URL": f"{PARTS['BlobEndpoint']}?{sas}",
    }
    command = ["rclone", *map(str, arguments), "--retries=1", "--low-level-retries=1"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=110)
    assert result.returncode == 0, result.stderr[-3000:]
    return result.stdout


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_syncs_both_ways(container: ContainerClient, tree: Path, tmp_path: Path) -> None:
    remote = f"lake:{container.container_name}/tree"
    rclone("sync", tree, remote)
    rclone("check", tree, remote)
    (tree / "large.bin").unlink()
    (tree / "new.txt").write_text("new")
    rclone("sync", tree, remote)
    assert set(rclone("lsf", "-R", "--files-only", remote).splitlines()) == set(files_of(tree))
    back = tmp_path / "back"
    rclone("sync", remote, back)
    assert files_of(back) == files_of(tree)


def test_copies_in_the_lake_and_removes(container: ContainerClient, tree: Path) -> None:
    name = container.container_name
    rclone("copy", tree, f"lake:{name}/tree")
    rclone("copy", f"lake:{name}/tree", f"lake:{name}/copy")
    rclone("check", tree, f"lake:{name}/copy")
    rclone("delete", f"lake:{name}/copy")
    assert rclone("lsf", "-R", "--files-only", f"lake:{name}/copy") == ""
    assert name in {line.split()[-1] for line in rclone("lsd", "lake:").splitlines()}
