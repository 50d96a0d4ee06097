"""Clients of other vendors against the local lake: Microsoft's for Python, delta-rs, polars and Arrow."""

import hashlib
import os
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import polars
import pyarrow
import pyarrow.fs
import pytest
from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError, ResourceExistsError, ResourceModifiedError, ResourceNotFoundError
from azure.storage.blob import BlobBlock, BlobServiceClient, BlobType, ContainerClient, ContentSettings
from azure.storage.filedatalake import DataLakeServiceClient, FileSystemClient
from deltalake import DeltaTable, write_deltalake

STORAGE = os.environ["SLUICE_STORAGE"]
PARTS = dict(part.split("=", 1) for part in STORAGE.strip(";").split(";"))
ACCOUNT = PARTS["AccountName"]
KEY = PARTS["AccountKey"]
ENDPOINT = PARTS["BlobEndpoint"]
# Host and port, as Arrow and DuckDB want them.
AUTHORITY = ENDPOINT.removeprefix("http://").split("/")[0]
# delta-rs and polars share the Rust crate object_store.
STORAGE_OPTIONS = {
    "account_name": ACCOUNT,
    "account_key": KEY,
    "endpoint": ENDPOINT,
    "allow_http": "true",
}


@pytest.fixture
def container() -> Iterator[ContainerClient]:
    service = BlobServiceClient.from_connection_string(STORAGE, retry_total=0)
    client = service.create_container(f"c-{uuid.uuid4()}")
    yield client
    client.delete_container()


@pytest.fixture
def filesystem(container: ContainerClient) -> FileSystemClient:
    service = DataLakeServiceClient(ENDPOINT, credential={"account_name": ACCOUNT, "account_key": KEY}, retry_total=0)
    return service.get_file_system_client(container.container_name)


# Blobs


def test_uploads_in_chunks_and_reads_ranges(container: ContainerClient) -> None:
    data = os.urandom(3_000_000)
    service = BlobServiceClient.from_connection_string(STORAGE, max_single_put_size=100_000, max_block_size=500_000)
    blob = service.get_blob_client(container.container_name, "chunks/large.bin")
    blob.upload_blob(
        data, max_concurrency=3, metadata={"kind": "noise"}, content_settings=ContentSettings("text/plain")
    )
    assert blob.download_blob(max_concurrency=3).readall() == data
    assert blob.download_blob(offset=1_000_000, length=77).readall() == data[1_000_000:1_000_077]
    properties = blob.get_blob_properties()
    assert (properties.size, properties.metadata) == (3_000_000, {"kind": "noise"})
    assert properties.content_settings.content_type == "text/plain"
    assert len(blob.get_block_list("committed")[0]) == 6


def test_refuses_a_range_beyond_the_end_with_the_length(container: ContainerClient) -> None:
    blob = container.upload_blob("short", b"12345")
    with pytest.raises(HttpResponseError) as refused:
        blob.download_blob(offset=5, length=1).readall()
    assert refused.value.status_code == 416
    assert refused.value.response.headers["content-range"] == "bytes */5"
    assert container.upload_blob("empty", b"").download_blob().readall() == b""


def test_lists_300_blobs_in_pages(container: ContainerClient) -> None:
    for number in range(300):
        container.upload_blob(f"many/{number % 3}/{number:03}", b"")
    pages = [[blob.name for blob in page] for page in container.list_blobs(results_per_page=50).by_page()]
    names = [name for page in pages for name in page]
    assert all(len(page) <= 50 for page in pages)
    assert len([name for name in names if len(name) == 10]) == 300
    assert names == sorted(set(names))
    assert [blob.name for blob in container.walk_blobs("many/")] == ["many/0/", "many/1/", "many/2/"]


def test_lists_with_what_the_client_includes(container: ContainerClient) -> None:
    container.upload_blob("one", b"1", metadata={"a": "1"})
    (blob,) = container.list_blobs(include=["metadata", "deleted", "copy", "tags", "snapshots", "versions"])
    assert blob.metadata == {"a": "1"}
    assert not blob.deleted


def test_checks_conditions(container: ContainerClient) -> None:
    blob = container.upload_blob("once", b"1")
    with pytest.raises(ResourceExistsError):
        blob.upload_blob(b"2")
    old = blob.get_blob_properties().etag
    blob.upload_blob(b"2", overwrite=True, etag=old, match_condition=MatchConditions.IfNotModified)
    with pytest.raises(ResourceModifiedError):
        blob.upload_blob(b"3", overwrite=True, etag=old, match_condition=MatchConditions.IfNotModified)
    assert blob.download_blob().readall() == b"2"


def test_says_that_a_blob_is_missing(container: ContainerClient) -> None:
    missing = container.get_blob_client("missing")
    assert not missing.exists()
    with pytest.raises(ResourceNotFoundError):
        missing.get_blob_properties()


def test_leases_a_blob(container: ContainerClient) -> None:
    blob = container.upload_blob("leased", b"1")
    lease = blob.acquire_lease(15)
    assert blob.get_blob_properties().lease.state == "leased"
    with pytest.raises(HttpResponseError) as refused:
        blob.upload_blob(b"2", overwrite=True)
    assert (refused.value.status_code, refused.value.error_code) == (412, "LeaseIdMissing")
    with pytest.raises(HttpResponseError) as taken:
        blob.acquire_lease(15)
    assert (taken.value.status_code, taken.value.error_code) == (409, "LeaseAlreadyPresent")
    blob.upload_blob(b"2", overwrite=True, lease=lease)
    lease.renew()
    lease.change(str(uuid.uuid4()))
    lease.release()
    blob.upload_blob(b"3", overwrite=True)
    again = blob.acquire_lease(-1)
    assert again.break_lease(0) == 0
    blob.delete_blob()


def test_leases_a_container(container: ContainerClient) -> None:
    lease = container.acquire_lease(15)
    with pytest.raises(HttpResponseError) as refused:
        container.delete_container()
    assert (refused.value.status_code, refused.value.error_code) == (412, "LeaseIdMissing")
    lease.release()


def test_keeps_metadata_and_headers(container: ContainerClient) -> None:
    blob = container.upload_blob("described", b"1", metadata={"Case": "kept"})
    blob.set_blob_metadata({"b": "2"})
    blob.set_http_headers(ContentSettings(content_type="text/csv", content_encoding="gzip", cache_control="no-store"))
    properties = blob.get_blob_properties()
    assert properties.metadata == {"b": "2"}
    assert (properties.content_settings.content_type, properties.content_settings.cache_control) == (
        "text/csv",
        "no-store",
    )


def test_copies_from_a_url(container: ContainerClient) -> None:
    source = container.upload_blob("source", b"bytes", metadata={"a": "1"})
    copy = container.get_blob_client("copy")
    started = copy.start_copy_from_url(source.url)
    assert started["copy_status"] == "success"
    properties = copy.get_blob_properties()
    assert properties.copy.id == started["copy_id"]
    assert (properties.copy.status, properties.copy.source, properties.copy.progress) == ("success", source.url, "5/5")
    assert (copy.download_blob().readall(), properties.metadata) == (b"bytes", {"a": "1"})
    synchronous = container.get_blob_client("synchronous")
    synchronous.start_copy_from_url(source.url, requires_sync=True)
    assert synchronous.download_blob().readall() == b"bytes"


# Proves blob.from-url of lake with Python.
def test_takes_blocks_and_blobs_from_a_url(container: ContainerClient) -> None:
    source = container.upload_blob("source", b"0123456789", content_settings=ContentSettings("text/plain"))
    blocks = container.get_blob_client("blocks")
    blocks.stage_block_from_url("AAAA", source.url, source_offset=5, source_length=5)
    blocks.stage_block_from_url("AAAB", source.url, source_offset=0, source_length=2)
    blocks.commit_block_list([BlobBlock("AAAA"), BlobBlock("AAAB")])
    assert blocks.download_blob().readall() == b"5678901"
    put = container.get_blob_client("put")
    put.upload_blob_from_url(source.url)
    assert put.download_blob().readall() == b"0123456789"
    assert put.get_blob_properties().content_settings.content_type == "text/plain"
    with pytest.raises(ResourceNotFoundError) as refused:
        put.upload_blob_from_url(f"{source.url}-none", overwrite=True)
    assert refused.value.error_code == "CannotVerifyCopySource"


# Proves blob.append of lake with Python.
def test_appends_blocks(container: ContainerClient) -> None:
    blob = container.get_blob_client("log")
    blob.upload_blob(b"one,", blob_type=BlobType.APPENDBLOB)
    blob.upload_blob(b"two,", blob_type=BlobType.APPENDBLOB)
    appended = blob.append_block(b"three", appendpos_condition=8, maxsize_condition=13)
    assert (appended["blob_append_offset"], appended["blob_committed_block_count"]) == ("8", 3)
    with pytest.raises(HttpResponseError) as refused:
        blob.append_block(b"four", appendpos_condition=8)
    assert (refused.value.status_code, refused.value.error_code) == (412, "AppendPositionConditionNotMet")
    assert blob.download_blob().readall() == b"one,two,three"
    assert [found.blob_type for found in container.list_blobs()] == [BlobType.APPENDBLOB]
    blob.seal_append_blob()
    with pytest.raises(HttpResponseError) as refused:
        blob.append_block(b"four")
    assert (refused.value.status_code, refused.value.error_code) == (409, "BlobIsSealed")


# Proves lease of lake with Python.
def test_changes_a_lease_with_appends(filesystem: FileSystemClient) -> None:
    file = filesystem.create_file("leased")
    lease = str(uuid.uuid4())
    file.append_data(b"1", 0, lease_action="acquire", lease=lease, lease_duration=15)
    with pytest.raises(HttpResponseError) as refused:
        file.append_data(b"2", 1)
    assert refused.value.error_code == "LeaseIdMissing"
    file.append_data(b"2", 1, lease_action="auto-renew", lease=lease)
    file.flush_data(2, lease_action="release", lease=lease)
    assert file.get_file_properties().lease.state == "available"
    assert file.download_file().readall() == b"12"


@pytest.mark.skipif(not os.environ.get("SLUICE_PROVE"), reason="writes for a minute")
# Proves path.list of lake with Python.
def test_lists_5000_paths_with_continuations(filesystem: FileSystemClient) -> None:
    names = [f"deep/{number % 50:02}/{number:04}" for number in range(5000)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: filesystem.get_file_client(name).create_file(), names))
    pages = [[path.name for path in page] for page in filesystem.get_paths("deep", max_results=700).by_page()]
    assert [len(page) for page in pages] == [700] * 7 + [150]
    found = [name for page in pages for name in page]
    assert sorted(names + [f"deep/{number:02}" for number in range(50)]) == sorted(found)


def test_deletes_a_batch(container: ContainerClient) -> None:
    for name in ("a", "b", "c d"):
        container.upload_blob(name, b"1")
    replies = list(container.delete_blobs("a", "c d"))
    assert [reply.status_code for reply in replies] == [202, 202]
    assert [blob.name for blob in container.list_blobs()] == ["b"]
    replies = list(container.delete_blobs("b", "gone", raise_on_any_failure=False))
    assert [reply.status_code for reply in replies] == [202, 404]


def test_checks_the_digest(container: ContainerClient) -> None:
    blob = container.get_blob_client("checked")
    blob.upload_blob(b"12345", validate_content=True)
    assert blob.download_blob(validate_content=True).readall() == b"12345"
    assert blob.download_blob(offset=1, length=2, validate_content=True).readall() == b"23"
    assert blob.get_blob_properties().content_settings.content_md5 == hashlib.md5(b"12345").digest()


def test_refuses_block_ids_of_unequal_length(container: ContainerClient) -> None:
    blob = container.get_blob_client("unequal")
    blob.stage_block("AAAA", b"1")
    with pytest.raises(HttpResponseError) as refused:
        blob.stage_block("AAAAAAAA", b"2")
    assert (refused.value.status_code, refused.value.error_code) == (400, "InvalidBlobOrBlock")


# Data Lake paths


def test_writes_and_reads_a_file(filesystem: FileSystemClient) -> None:
    data = os.urandom(1_000_000)
    file = filesystem.get_file_client("a/b/c.bin")
    file.upload_data(data, overwrite=True, chunk_size=300_000, metadata={"k": "v"}, permissions="0640", umask="0022")
    assert file.download_file().readall() == data
    assert file.download_file(offset=10, length=5).readall() == data[10:15]
    assert file.get_file_properties().metadata == {"k": "v"}
    file.append_data(b"more", 1_000_000, flush=True)
    assert file.get_file_properties().size == 1_000_004
    file.set_metadata({"k": "w"})
    file.set_http_headers(ContentSettings(content_type="text/csv"))
    assert file.get_file_properties().metadata == {"k": "w"}


def test_lists_300_paths_in_pages(filesystem: FileSystemClient) -> None:
    for number in range(300):
        filesystem.create_file(f"many/{number % 3}/{number:03}")
    names: list[str] = []
    sizes: list[int] = []
    for page in filesystem.get_paths(recursive=True, max_results=50).by_page():
        paths = list(page)
        sizes.append(len(paths))
        names.extend(path.name for path in paths if not path.is_directory)
    assert sizes == [50] * 6 + [4]
    assert sorted(names) == sorted(f"many/{number % 3}/{number:03}" for number in range(300))
    assert len(list(filesystem.get_paths("many/1", recursive=False))) == 100


def test_lists_from_a_name(filesystem: FileSystemClient) -> None:
    for name in ("a", "b", "c"):
        filesystem.create_file(f"from/{name}")
    found = filesystem.get_paths("from", recursive=False, start_from="b")
    assert [path.name for path in found] == ["from/b", "from/c"]


def test_renames_and_deletes_a_directory(filesystem: FileSystemClient) -> None:
    directory = filesystem.create_directory("old name")
    directory.create_file("child").upload_data(b"1", overwrite=True)
    renamed = directory.rename_directory(f"{filesystem.file_system_name}/new name")
    assert renamed.get_file_client("child").download_file().readall() == b"1"
    assert not directory.exists()
    file = renamed.get_file_client("child").rename_file(f"{filesystem.file_system_name}/file")
    assert file.exists()
    renamed.delete_directory()
    assert [path.name for path in filesystem.get_paths()] == ["file"]


def test_keeps_access_control_of_paths_and_the_root(filesystem: FileSystemClient) -> None:
    directory = filesystem.create_directory("owned")
    file = directory.create_file("file", permissions="0777", umask="0027")
    assert file.get_access_control()["permissions"] == "rwxr-x---"
    file.set_access_control(permissions="rw-r-----")
    assert file.get_access_control()["permissions"] == "rw-r-----"
    acl = "user::rwx,user:ada:r-x,group::r-x,mask::r-x,other::---"
    file.set_access_control(acl=acl)
    access = file.get_access_control()
    assert (access["acl"], access["permissions"]) == (acl, "rwxr-x---+")
    file.set_access_control(owner="ada", group="writers")
    assert (file.get_access_control()["owner"], file.get_access_control()["group"]) == ("ada", "writers")
    root = filesystem._get_root_directory_client()
    assert root.get_access_control()["permissions"] == "rwxr-x---"
    root.set_access_control(
        acl="user::rwx,group::r-x,other::---,default:user:ada:rwx,default:user::rwx,default:group::r-x,default:mask::rwx,default:other::---"
    )
    assert "user:ada:rwx" in filesystem.create_directory("heir").get_access_control()["acl"]
    changed = directory.set_access_control_recursive(acl="user::rwx,group::r--,other::r--")
    assert (changed.counters.directories_successful, changed.counters.files_successful) == (1, 1)
    assert file.get_access_control()["permissions"] == "rwxr--r--"
    directory.update_access_control_recursive(acl="user:bob:r--")
    assert "user:bob:r--" in file.get_access_control()["acl"]
    directory.remove_access_control_recursive(acl="user:bob")
    assert "user:bob" not in file.get_access_control()["acl"]


def test_leases_a_path(filesystem: FileSystemClient) -> None:
    file = filesystem.create_file("leased")
    lease = file.acquire_lease(15)
    with pytest.raises(HttpResponseError) as refused:
        file.append_data(b"1", 0, flush=True)
    assert (refused.value.status_code, refused.value.error_code) == (412, "LeaseIdMissing")
    file.append_data(b"1", 0, lease=lease)
    file.flush_data(1, lease=lease)
    lease.release()
    file.delete_file()


# Engines


def test_delta_rs_writes_and_reads_a_table(container: ContainerClient) -> None:
    uri = f"abfss://{container.container_name}@{ACCOUNT}.dfs.core.windows.net/gold/readings"
    first = pyarrow.table({"id": [1, 2, 3], "site": ["a", "b", "a"]})
    write_deltalake(uri, first, partition_by=["site"], storage_options=STORAGE_OPTIONS)
    write_deltalake(uri, pyarrow.table({"id": [4], "site": ["c"]}), mode="append", storage_options=STORAGE_OPTIONS)
    table = DeltaTable(uri, storage_options=STORAGE_OPTIONS)
    assert table.version() == 1
    assert sorted(polars.read_delta(uri, storage_options=STORAGE_OPTIONS)["id"]) == [1, 2, 3, 4]
    table.delete("id = 2")
    table.optimize.compact()
    table.create_checkpoint()
    again = DeltaTable(f"az://{container.container_name}/gold/readings", storage_options=STORAGE_OPTIONS)
    assert sorted(again.to_pyarrow_table()["id"].to_pylist()) == [1, 3, 4]
    assert len(again.history()) >= 3
    again.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)


def test_polars_writes_and_scans_parquet(container: ContainerClient) -> None:
    frame = polars.DataFrame({"id": range(1000), "text": [str(number) for number in range(1000)]})
    uri = f"az://{container.container_name}/scan"
    frame.write_parquet(f"{uri}/one.parquet", storage_options=STORAGE_OPTIONS)
    frame.write_parquet(f"{uri}/two.parquet", storage_options=STORAGE_OPTIONS)
    scanned = polars.scan_parquet(f"{uri}/*.parquet", storage_options=STORAGE_OPTIONS)
    assert scanned.filter(polars.col("id") >= 990).select("text").collect().height == 20


def test_arrow_reads_and_writes_files(container: ContainerClient) -> None:
    store = pyarrow.fs.AzureFileSystem(
        account_name=ACCOUNT,
        account_key=KEY,
        blob_storage_authority=AUTHORITY,
        dfs_storage_authority=AUTHORITY,
        blob_storage_scheme="http",
        dfs_storage_scheme="http",
    )
    base = container.container_name
    store.create_dir(f"{base}/arrow/deep")
    with store.open_output_stream(f"{base}/arrow/deep/file", metadata={"Content-Type": "text/plain"}) as stream:
        stream.write(b"one,")
        stream.write(b"two")
    with store.open_input_file(f"{base}/arrow/deep/file") as file:
        assert file.read_at(3, 4) == b"two"
    infos = store.get_file_info([f"{base}/arrow/deep/file", f"{base}/arrow", f"{base}/missing"])
    assert [info.type for info in infos] == [
        pyarrow.fs.FileType.File,
        pyarrow.fs.FileType.Directory,
        pyarrow.fs.FileType.NotFound,
    ]
    listed = store.get_file_info(pyarrow.fs.FileSelector(base, recursive=True))
    assert [info.path for info in listed] == [f"{base}/arrow", f"{base}/arrow/deep", f"{base}/arrow/deep/file"]
    store.copy_file(f"{base}/arrow/deep/file", f"{base}/arrow/copy")
    store.move(f"{base}/arrow/copy", f"{base}/arrow/moved")
    store.delete_file(f"{base}/arrow/moved")
    store.delete_dir_contents(f"{base}/arrow")
    store.delete_dir(f"{base}/arrow")
    assert store.get_file_info(f"{base}/arrow").type == pyarrow.fs.FileType.NotFound
