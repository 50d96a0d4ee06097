"""rclone against the local lake with a shared access signature of the account."""

import datetime
import os
import subprocess
import uuid
from pathlib import Path

from azure.storage.blob import AccountSasPermissions, BlobServiceClient, ResourceTypes, generate_account_sas

STORAGE = os.environ["SLUICE_STORAGE"]
PARTS = dict(part.split("=", 1) for part in STORAGE.strip(";").split(";"))
FILES = 200 if os.environ.get("SLUICE_PROVE") == "1" else 50


def rclone(*arguments: str | Path) -> str:
    sas = generate_account_sas(
        PARTS["AccountName"],
        PARTS["AccountKey"],
        ResourceTypes(service=True, container=True, object=True),
        AccountSasPermissions(read=True, write=True, delete=True, list=True, create=True),
        datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1),
    )
    environment = os.environ | {
        "RCLONE_CONFIG": "notfound",
        "RCLONE_CONFIG_LAKE_TYPE": "azureblob",
        "RCLONE_CONFIG_LAKE_SAS_URL": f"{PARTS['BlobEndpoint']}?{sas}",
    }
    command = [os.environ["SLUICE_RCLONE"], *map(str, arguments), "--retries=1", "--low-level-retries=1"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=110, check=False)
    assert result.returncode == 0, result.stderr[-3000:]
    return result.stdout


# Proves auth.sas.account of lake with rclone.
def test_syncs_and_removes_with_a_signature(tmp_path: Path) -> None:
    tree = tmp_path / "here"
    for index in range(FILES):
        file = tree / f"day={index % 7}" / f"part {index:05}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{index} äöü")
    # Longer than one block.
    (tree / "large.bin").write_bytes(os.urandom(9_000_000))
    container = BlobServiceClient.from_connection_string(STORAGE, retry_total=0).create_container(f"c-{uuid.uuid4()}")
    remote = f"lake:{container.container_name}/tree"
    rclone("sync", tree, remote)
    rclone("check", "--download", tree, remote)
    rclone("copy", remote, f"{remote}-copy")
    rclone("check", tree, f"{remote}-copy")
    rclone("purge", remote)
    # Directories stay, as in an account with a hierarchical namespace.
    assert [blob.name for blob in container.list_blobs(name_starts_with="tree/") if blob.size > 0] == []
    assert container.container_name in rclone("lsf", "lake:")
    container.delete_container()
