"""Microsoft's azcopy against the local lake, with shared access signatures."""

import datetime
import hashlib
import json
import os
import subprocess
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from azure.storage.blob import (
    AccountSasPermissions,
    BlobServiceClient,
    ContainerClient,
    ContainerSasPermissions,
    ContentSettings,
    ResourceTypes,
    generate_account_sas,
    generate_container_sas,
)

STORAGE = os.environ["SLUICE_STORAGE"]
PARTS = dict(part.split("=", 1) for part in STORAGE.strip(";").split(";"))
ACCOUNT = PARTS["AccountName"]
KEY = PARTS["AccountKey"]
ENDPOINT = PARTS["BlobEndpoint"]
AZCOPY = os.environ["SLUICE_AZCOPY"]
# As many as the full form asks for under `npm run prove`.
FILES = 2_000 if os.environ.get("SLUICE_PROVE") == "1" else 50
EXPIRY = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)

Tree = dict[str, bytes]


@pytest.fixture(scope="session")
def account_sas() -> str:
    return generate_account_sas(
        ACCOUNT,
        KEY,
        ResourceTypes(service=True, container=True, object=True),
        AccountSasPermissions(read=True, write=True, delete=True, list=True, add=True, create=True),
        EXPIRY,
    )


@pytest.fixture
def container() -> Iterator[ContainerClient]:
    service = BlobServiceClient.from_connection_string(STORAGE, retry_total=0)
    # azcopy creates containers in Azure, but not on an address of numbers.
    client = service.create_container(f"c-{uuid.uuid4()}")
    yield client
    client.delete_container()


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("source") / "tree"
    for index in range(FILES - 2):
        file = root / f"day={index % 7}" / f"part {index:05}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{index} äöü")
    (root / "empty.txt").write_text("")
    (root / "large.bin").write_bytes(os.urandom(9_000_000))
    return root


class Azcopy:
    """Runs azcopy with folders of its own."""

    def __init__(self, folder: Path) -> None:
        self.logs = folder / "logs"
        self.environment = os.environ | {
            "AZCOPY_LOG_LOCATION": str(self.logs),
            "AZCOPY_JOB_PLAN_LOCATION": str(folder / "plans"),
            "AZCOPY_DISABLE_SYSLOG": "true",
            # It sends the key of the app's identity nowhere.
            "AZCOPY_AUTO_LOGIN_TYPE": "",
        }

    def run(self, *arguments: str | Path, timeout: int = 240) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [AZCOPY, *map(str, arguments), "--output-type=json"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def job(self, *arguments: str | Path) -> dict[str, str]:
        """Runs a job that succeeds, and returns its summary."""
        result = self.run(*arguments)
        summary = next(
            (
                json.loads(message["MessageContent"])
                for message in map(json.loads, result.stdout.splitlines())
                if message["MessageType"] == "EndOfJob"
            ),
            {},
        )
        assert result.returncode == 0, f"{result.stdout[-2000:]}\n{self.log()[-4000:]}"
        assert summary["JobStatus"] == "Completed"
        return summary

    def log(self) -> str:
        return "".join(file.read_text() for file in sorted(self.logs.glob("*.log")))


@pytest.fixture
def azcopy(tmp_path: Path) -> Azcopy:
    return Azcopy(tmp_path / "azcopy")


def files_of(folder: Path) -> Tree:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def names_in(container: ContainerClient) -> set[str]:
    return {
        blob.name for blob in container.list_blobs(include=["metadata"]) if "hdi_isfolder" not in (blob.metadata or {})
    }


# Proves auth.sas.account, blob.put, blob.blocks, blob.read, digests of lake with azcopy.
def test_copies_to_the_lake_and_back(
    azcopy: Azcopy, container: ContainerClient, tree: Path, tmp_path: Path, account_sas: str
) -> None:
    url = f"{ENDPOINT}/{container.container_name}"
    # Two blocks and more for the large file.
    up = azcopy.job(
        "copy", tree, f"{url}?{account_sas}", "--recursive", "--from-to=LocalBlob", "--put-md5", "--block-size-mb=2"
    )
    assert int(up["TransfersCompleted"]) == FILES
    assert names_in(container) == {f"tree/{name}" for name in files_of(tree)}
    azcopy.job(
        "copy",
        f"{url}/tree?{account_sas}",
        tmp_path,
        "--recursive",
        "--from-to=BlobLocal",
        "--check-md5=FailIfDifferentOrMissing",
    )
    assert files_of(tmp_path / "tree") == files_of(tree)


# Proves path.create, path.append, path.delete of lake with azcopy.
def test_copies_by_the_dfs_endpoint_and_back(
    azcopy: Azcopy, container: ContainerClient, tree: Path, tmp_path: Path, account_sas: str
) -> None:
    url = f"{ENDPOINT}/{container.container_name}"
    azcopy.job("copy", tree, f"{url}?{account_sas}", "--recursive", "--from-to=LocalBlobFS", "--block-size-mb=2")
    assert names_in(container) == {f"tree/{name}" for name in files_of(tree)}
    azcopy.job("copy", f"{url}/tree?{account_sas}", tmp_path, "--recursive", "--from-to=BlobFSLocal")
    assert files_of(tmp_path / "tree") == files_of(tree)
    azcopy.job("remove", f"{url}/tree?{account_sas}", "--recursive", "--from-to=BlobFSTrash")
    assert list(container.list_blobs()) == []


# Proves blob.list of lake with azcopy.
def test_lists(azcopy: Azcopy, container: ContainerClient, tree: Path, account_sas: str) -> None:
    url = f"{ENDPOINT}/{container.container_name}?{account_sas}"
    azcopy.job("copy", tree, url, "--recursive", "--from-to=LocalBlob")
    result = azcopy.run("list", url, "--location=Blob", "--machine-readable")
    assert result.returncode == 0, result.stdout
    messages = map(json.loads, result.stdout.splitlines())
    listed = [json.loads(one["MessageContent"]) for one in messages if one["MessageType"] == "ListObject"]
    assert {one["Path"]: int(one["ContentLength"]) for one in listed} == {
        f"tree/{name}": len(data) for name, data in files_of(tree).items()
    }


def test_syncs_both_ways(
    azcopy: Azcopy, container: ContainerClient, tree: Path, tmp_path: Path, account_sas: str
) -> None:
    here, url = tmp_path / "here", f"{ENDPOINT}/{container.container_name}?{account_sas}"
    for name, data in files_of(tree).items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes(data)
    # The time of an upload has whole seconds, so only hashes show each change. Not every file system keeps attributes.
    (tmp_path / "hashes").mkdir()
    hashes = ("--compare-hash=MD5", "--local-hash-storage-mode=HiddenFiles", f"--hash-meta-dir={tmp_path / 'hashes'}")
    up = ("sync", here, url, "--from-to=LocalBlob", "--delete-destination=true", "--put-md5", *hashes)
    down = ("sync", url, here, "--from-to=BlobLocal", "--delete-destination=true", *hashes)
    assert int(azcopy.job(*up)["TransfersCompleted"]) == FILES
    assert int(azcopy.job(*up)["TransfersCompleted"]) == 0

    (here / "empty.txt").unlink()
    (here / "large.bin").write_bytes(b"small now")
    (here / "new.txt").write_bytes(b"new")
    assert int(azcopy.job(*up)["TransfersCompleted"]) == 2
    assert names_in(container) == set(files_of(here))

    for name, data in (("new.txt", b"newer"), ("other.txt", b"other")):
        md5 = bytearray(hashlib.md5(data).digest())
        container.upload_blob(name, data, overwrite=True, content_settings=ContentSettings(content_md5=md5))
    container.delete_blob("large.bin")
    azcopy.job(*down)
    assert {blob: container.download_blob(blob).readall() for blob in names_in(container)} == files_of(here)


def test_removes(azcopy: Azcopy, container: ContainerClient, tree: Path, account_sas: str) -> None:
    url = f"{ENDPOINT}/{container.container_name}"
    azcopy.job("copy", tree, f"{url}?{account_sas}", "--recursive", "--from-to=LocalBlob")
    removed = azcopy.job(
        # Over the Blob endpoint azcopy cannot remove directories: it does not wait for their files, also in Azure.
        "remove",
        f"{url}/tree?{account_sas}",
        "--recursive",
        "--from-to=BlobTrash",
        "--include-pattern=*.txt",
    )
    assert int(removed["TransfersCompleted"]) == FILES - 1
    assert names_in(container) == {"tree/large.bin"}


def test_copies_and_syncs_from_container_to_container(
    azcopy: Azcopy, container: ContainerClient, tree: Path, account_sas: str
) -> None:
    there = BlobServiceClient.from_connection_string(STORAGE, retry_total=0).create_container(f"c-{uuid.uuid4()}")
    try:
        source = f"{ENDPOINT}/{container.container_name}"
        target = f"{ENDPOINT}/{there.container_name}?{account_sas}"
        azcopy.job("copy", tree, f"{source}?{account_sas}", "--recursive", "--from-to=LocalBlob", "--put-md5")
        # The lake copies the bytes itself: small blobs by Put Blob From URL, larger ones by Put Block From URL.
        copied = azcopy.job(
            "copy",
            f"{source}/tree?{account_sas}",
            target,
            "--recursive",
            "--from-to=BlobBlob",
            "--block-size-mb=2",
            "--put-blob-size-mb=1",
        )
        assert int(copied["TransfersCompleted"]) == FILES
        assert names_in(there) == {f"tree/{name}" for name in files_of(tree)}
        assert there.download_blob("tree/large.bin").readall() == (tree / "large.bin").read_bytes()

        container.upload_blob("tree/new.txt", b"new")
        container.delete_blob("tree/empty.txt")
        sync = ("sync", f"{source}?{account_sas}", target, "--from-to=BlobBlob", "--delete-destination=true")
        assert int(azcopy.job(*sync)["TransfersCompleted"]) == 1
        assert names_in(there) == names_in(container)
    finally:
        there.delete_container()


# Proves auth.sas.service of lake with azcopy.
def test_works_with_the_signature_of_a_container(azcopy: Azcopy, container: ContainerClient, tree: Path) -> None:
    def signed(permissions: ContainerSasPermissions) -> str:
        sas = generate_container_sas(
            ACCOUNT, container.container_name, account_key=KEY, permission=permissions, expiry=EXPIRY
        )
        return f"{ENDPOINT}/{container.container_name}?{sas}"

    upload = ("copy", tree / "large.bin")
    azcopy.job(*upload, signed(ContainerSasPermissions(create=True, write=True, list=True)), "--from-to=LocalBlob")
    assert names_in(container) == {"large.bin"}
    refused = azcopy.run(*upload, signed(ContainerSasPermissions(read=True, list=True)), "--from-to=LocalBlob")
    assert refused.returncode != 0
    assert "AuthorizationPermissionMismatch" in azcopy.log()


# Proves auth.sas.delegation of lake with azcopy.
def test_works_with_the_signature_of_a_user(
    azcopy: Azcopy, container: ContainerClient, tree: Path, tmp_path: Path
) -> None:
    request = urllib.request.Request(
        f"{os.environ['IDENTITY_ENDPOINT']}?resource=https://storage.azure.com/&api-version=2019-08-01",
        headers={"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"]},
    )
    with urllib.request.urlopen(request) as response:
        token = json.load(response)["access_token"]
    # Over http the client would refuse a credential with a token.
    key = BlobServiceClient(ENDPOINT).get_user_delegation_key(
        EXPIRY - datetime.timedelta(hours=2), EXPIRY, headers={"Authorization": f"Bearer {token}"}
    )
    sas = generate_container_sas(
        ACCOUNT,
        container.container_name,
        user_delegation_key=key,
        permission=ContainerSasPermissions(read=True, write=True, create=True, list=True),
        expiry=EXPIRY,
    )
    url = f"{ENDPOINT}/{container.container_name}"
    azcopy.job("copy", tree / "large.bin", f"{url}/large.bin?{sas}", "--from-to=LocalBlob")
    azcopy.job("copy", f"{url}/large.bin?{sas}", tmp_path / "large.bin", "--from-to=BlobLocal")
    assert (tmp_path / "large.bin").read_bytes() == (tree / "large.bin").read_bytes()
