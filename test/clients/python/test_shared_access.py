"""Shared access signatures that Microsoft's clients for Python make, against the local lake."""

import datetime
import json
import os
import urllib.request
import uuid
from collections.abc import Iterator

import pytest
from azure.core.exceptions import HttpResponseError
from azure.storage.blob import (
    AccountSasPermissions,
    BlobClient,
    BlobSasPermissions,
    BlobServiceClient,
    ContainerClient,
    ContainerSasPermissions,
    ResourceTypes,
    UserDelegationKey,
    generate_account_sas,
    generate_blob_sas,
    generate_container_sas,
)
from azure.storage.filedatalake import (
    DataLakeDirectoryClient,
    DataLakeFileClient,
    DirectorySasPermissions,
    FileSasPermissions,
    FileSystemClient,
    FileSystemSasPermissions,
    generate_directory_sas,
    generate_file_sas,
    generate_file_system_sas,
)

STORAGE = os.environ["SLUICE_STORAGE"]
PARTS = dict(part.split("=", 1) for part in STORAGE.strip(";").split(";"))
ACCOUNT = PARTS["AccountName"]
KEY = PARTS["AccountKey"]
ENDPOINT = PARTS["BlobEndpoint"]
NOW = datetime.datetime.now(datetime.UTC)
EXPIRY = NOW + datetime.timedelta(hours=1)


@pytest.fixture
def container() -> Iterator[ContainerClient]:
    client = BlobServiceClient.from_connection_string(STORAGE, retry_total=0).create_container(f"c-{uuid.uuid4()}")
    client.upload_blob("d/a.txt", b"12345")
    client.upload_blob("e/b.txt", b"67890")
    yield client
    client.delete_container()


@pytest.fixture(scope="module")
def token() -> str:
    request = urllib.request.Request(
        f"{os.environ['IDENTITY_ENDPOINT']}?resource=https://storage.azure.com/&api-version=2019-08-01",
        headers={"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"]},
    )
    with urllib.request.urlopen(request) as response:
        return json.load(response)["access_token"]


@pytest.fixture(scope="module")
def delegation_key(token: str) -> UserDelegationKey:
    # Over http the client would refuse a credential with a token.
    return BlobServiceClient(ENDPOINT).get_user_delegation_key(
        NOW, EXPIRY, headers={"Authorization": f"Bearer {token}"}
    )


def refusal_of(call: object, *arguments: object, **options: object) -> str:
    with pytest.raises(HttpResponseError) as refused:
        call(*arguments, **options)  # type: ignore[operator]
    code = refused.value.error_code
    # The client has no name of its own for some codes.
    return f"{refused.value.status_code} {getattr(code, 'value', code)}"


# Proves auth.sas.account of lake with Python.
def test_an_account_signature_works_on_all_levels(container: ContainerClient) -> None:
    sas = generate_account_sas(
        ACCOUNT,
        KEY,
        ResourceTypes(service=True, container=True, object=True),
        AccountSasPermissions(read=True, write=True, delete=True, list=True, create=True),
        EXPIRY,
    )
    service = BlobServiceClient(ENDPOINT, credential=sas, retry_total=0)
    assert container.container_name in {one.name for one in service.list_containers()}
    blob = service.get_blob_client(container.container_name, "new")
    blob.upload_blob(b"new")
    assert blob.download_blob().readall() == b"new"
    blob.delete_blob()
    only_objects = generate_account_sas(
        ACCOUNT, KEY, ResourceTypes(object=True), AccountSasPermissions(list=True), EXPIRY
    )
    limited = BlobServiceClient(ENDPOINT, credential=only_objects, retry_total=0)
    assert refusal_of(lambda: list(limited.list_containers())) == "403 AuthorizationResourceTypeMismatch"


# Proves auth.sas.service of lake with Python.
def test_signatures_of_containers_and_blobs(container: ContainerClient) -> None:
    name = container.container_name
    of_container = generate_container_sas(
        ACCOUNT, name, KEY, permission=ContainerSasPermissions(read=True, list=True), expiry=EXPIRY
    )
    limited = ContainerClient(ENDPOINT, name, credential=of_container, retry_total=0)
    assert [one.name for one in limited.list_blobs(name_starts_with="d/")] == ["d/a.txt"]
    assert refusal_of(limited.upload_blob, "x", b"x") == "403 AuthorizationPermissionMismatch"
    of_blob = generate_blob_sas(
        ACCOUNT,
        name,
        "d/a.txt",
        account_key=KEY,
        permission=BlobSasPermissions(read=True),
        expiry=EXPIRY,
        content_type="text/markdown",
        ip="127.0.0.1",
        protocol="https,http",
    )
    blob = BlobClient(ENDPOINT, name, "d/a.txt", credential=of_blob, retry_total=0)
    assert blob.download_blob().properties.content_settings.content_type == "text/markdown"
    other = BlobClient(ENDPOINT, name, "e/b.txt", credential=of_blob, retry_total=0)
    assert refusal_of(other.download_blob) == "403 AuthenticationFailed"


def test_expiry_address_and_protocol(container: ContainerClient) -> None:
    def read(**options: object) -> str:
        sas = generate_container_sas(
            ACCOUNT,
            container.container_name,
            KEY,
            permission=ContainerSasPermissions(read=True),
            **({"expiry": EXPIRY} | options),
        )
        client = ContainerClient(ENDPOINT, container.container_name, credential=sas, retry_total=0)
        return refusal_of(client.download_blob, "d/a.txt")

    assert read(expiry=NOW - datetime.timedelta(minutes=1)) == "403 AuthenticationFailed"
    assert read(start=NOW + datetime.timedelta(minutes=30)) == "403 AuthenticationFailed"
    assert read(ip="10.0.0.1-10.0.0.9") == "403 AuthorizationSourceIPMismatch"
    assert read(protocol="https") == "403 AuthorizationProtocolMismatch"


# Proves auth.sas.service of lake with Python.
def test_signatures_of_directories_and_files(container: ContainerClient) -> None:
    name = container.container_name
    of_directory = generate_directory_sas(
        ACCOUNT,
        name,
        "d",
        KEY,
        permission=DirectorySasPermissions(read=True, write=True, create=True, list=True, move=True, execute=True),
        expiry=EXPIRY,
    )
    directory = DataLakeDirectoryClient(ENDPOINT, name, "d", credential=of_directory, retry_total=0)
    assert directory.get_access_control()["permissions"]
    file = directory.create_file("new.txt")
    file.upload_data(b"new", overwrite=True)
    renamed = file.rename_file(f"{name}/d/renamed.txt")
    assert renamed.download_file().readall() == b"new"
    paths = FileSystemClient(ENDPOINT, name, credential=of_directory, retry_total=0).get_paths("d")
    assert {path.name for path in paths} == {"d/a.txt", "d/renamed.txt"}
    assert refusal_of(renamed.delete_file) == "403 AuthorizationPermissionMismatch"
    beside = DataLakeFileClient(ENDPOINT, name, "e/b.txt", credential=of_directory, retry_total=0)
    assert refusal_of(beside.download_file) == "403 AuthenticationFailed"

    of_file = generate_file_sas(
        ACCOUNT, name, "d", "a.txt", KEY, permission=FileSasPermissions(read=True), expiry=EXPIRY
    )
    read = DataLakeFileClient(ENDPOINT, name, "d/a.txt", credential=of_file, retry_total=0)
    assert read.download_file().readall() == b"12345"
    of_filesystem = generate_file_system_sas(
        ACCOUNT, name, KEY, permission=FileSystemSasPermissions(list=True), expiry=EXPIRY
    )
    listed = FileSystemClient(ENDPOINT, name, credential=of_filesystem, retry_total=0).get_paths()
    assert {path.name for path in listed} == {"d", "d/a.txt", "d/renamed.txt", "e", "e/b.txt"}


# Proves auth.sas.delegation of lake with Python.
def test_signatures_of_a_user(container: ContainerClient, delegation_key: UserDelegationKey) -> None:
    name = container.container_name
    sas = generate_container_sas(
        ACCOUNT,
        name,
        user_delegation_key=delegation_key,
        permission=ContainerSasPermissions(read=True, list=True),
        expiry=EXPIRY,
    )
    limited = ContainerClient(ENDPOINT, name, credential=sas, retry_total=0)
    assert limited.download_blob("d/a.txt").readall() == b"12345"
    assert refusal_of(limited.delete_blob, "d/a.txt") == "403 AuthorizationPermissionMismatch"
    of_directory = generate_directory_sas(
        ACCOUNT,
        name,
        "d",
        delegation_key,
        permission=DirectorySasPermissions(read=True),
        expiry=EXPIRY,
        preauthorized_agent_object_id=str(uuid.uuid4()),
        correlation_id=str(uuid.uuid4()),
    )
    file = DataLakeFileClient(ENDPOINT, name, "d/a.txt", credential=of_directory, retry_total=0)
    assert file.download_file().readall() == b"12345"


def test_a_signature_bound_to_a_user(container: ContainerClient, delegation_key: UserDelegationKey, token: str) -> None:
    def read(user: str, **options: object) -> bytes:
        sas = generate_container_sas(
            ACCOUNT,
            container.container_name,
            user_delegation_key=delegation_key,
            user_delegation_oid=user,
            permission=ContainerSasPermissions(read=True),
            expiry=EXPIRY,
        )
        client = ContainerClient(ENDPOINT, container.container_name, credential=sas, retry_total=0)
        return client.download_blob("d/a.txt", **options).readall()

    bearer = {"Authorization": f"Bearer {token}"}
    assert read(delegation_key.signed_oid, headers=bearer) == b"12345"
    assert refusal_of(read, delegation_key.signed_oid) == "401 InvalidAuthenticationInfo"
    assert refusal_of(read, str(uuid.uuid4()), headers=bearer) == "403 AuthorizationFailure"


def test_a_signature_for_certain_requests(container: ContainerClient, delegation_key: UserDelegationKey) -> None:
    sas = generate_container_sas(
        ACCOUNT,
        container.container_name,
        user_delegation_key=delegation_key,
        permission=ContainerSasPermissions(read=True),
        expiry=EXPIRY,
        request_headers={"x-purpose": "a test"},
    )
    client = ContainerClient(ENDPOINT, container.container_name, credential=sas, retry_total=0)
    assert client.download_blob("d/a.txt", headers={"x-purpose": "a test"}).readall() == b"12345"
    assert refusal_of(client.download_blob, "d/a.txt") == "403 AuthenticationFailed"
