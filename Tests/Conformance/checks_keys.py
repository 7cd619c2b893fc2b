"""Client keys, judged by the openssl program."""

import base64
import subprocess
import tempfile
import uuid

from alibabacloud_kms20160120 import models

from sandbox_process import Sandbox
from support import BINARY, PASSWORD, check, connect, create_key, create_point, refused


@check
def a_client_key_is_created_read_listed_and_deleted(sandbox):
    client = connect(sandbox)
    create_point(client, "keys-1")
    made = create_key(
        client, "keys-1", not_before="2026-09-01T14:11:22Z", not_after="2031-09-01T14:11:22Z")
    assert made.client_key_id.startswith("KAAP.") and made.key_algorithm == "RSA_2048"
    uuid.UUID(made.client_key_id.removeprefix("KAAP."))
    assert made.not_before == "2026-09-01T14:11:22Z" and made.not_after == "2031-09-01T14:11:22Z"
    request = models.GetClientKeyRequest(client_key_id=made.client_key_id)
    found = client.get_client_key(request).body
    assert found.aap_name == "keys-1" and found.key_origin == "KMS_PROVIDED"
    assert found.not_after == made.not_after and found.public_key_data.startswith("-----BEGIN")
    create_key(client, "keys-1")
    listed = client.list_client_keys(models.ListClientKeysRequest(aap_name="keys-1")).body
    assert len(listed.client_keys) == 2
    assert made.client_key_id in [key.client_key_id for key in listed.client_keys]
    client.delete_client_key(models.DeleteClientKeyRequest(client_key_id=made.client_key_id))
    refused("Forbidden.ResourceNotFound", 404, lambda: client.get_client_key(request))
    listed = client.list_client_keys(models.ListClientKeysRequest(aap_name="keys-1")).body
    assert len(listed.client_keys) == 1


@check
def deleting_an_access_point_deletes_its_client_keys(sandbox):
    client = connect(sandbox)
    create_point(client, "keys-2")
    made = create_key(client, "keys-2")
    client.delete_application_access_point(
        models.DeleteApplicationAccessPointRequest(name="keys-2"))
    request = models.GetClientKeyRequest(client_key_id=made.client_key_id)
    refused("Forbidden.ResourceNotFound", 404, lambda: client.get_client_key(request))


@check
def client_keys_are_refused_for_their_reasons(sandbox):
    client = connect(sandbox)
    create_point(client, "keys-3")

    def create(**more):
        values = {"aap_name": "keys-3", "password": PASSWORD} | more
        return lambda: client.create_client_key(models.CreateClientKeyRequest(**values))

    refused("Forbidden.ResourceNotFound", 404, create(aap_name="nobody"))
    refused("MissingParameter", 400, create(password=None))
    for password in ["Short1!", "onlyletters", "12345678", "With blank 1", "x1" * 33]:
        refused("InvalidParameter", 400, create(password=password))
    refused("InvalidParameter", 400, create(not_before="2026-01-01T00:00:00Z"))
    first, last = "2026-01-01T00:00:00Z", "2031-01-01T00:00:01Z"
    refused("InvalidParameter", 400, create(not_before=first, not_after=last))
    refused("InvalidParameter", 400, create(not_before=first, not_after=first))
    refused("InvalidParameter", 400, create(not_before="2026-01-01", not_after=last))


def openssl(*arguments, data=None):
    return subprocess.run(
        ["openssl", *arguments], input=data, capture_output=True, check=True).stdout.decode()


def certificate_in_container(container, password, legacy):
    with tempfile.NamedTemporaryFile() as file:
        file.write(base64.b64decode(container))
        file.flush()
        extra = ["-legacy"] if legacy else []
        text = openssl("pkcs12", "-in", file.name, "-passin", f"pass:{password}", "-noenc", *extra)
    assert "-----BEGIN PRIVATE KEY-----" in text
    start = text.index("-----BEGIN CERTIFICATE-----")
    end = text.index("-----END CERTIFICATE-----")
    return text[start:end] + "-----END CERTIFICATE-----\n"


def check_container(sandbox, legacy):
    client = connect(sandbox)
    create_point(client, "openssl")
    made = create_key(
        client, "openssl", not_before="2026-01-02T03:04:05Z", not_after="2027-01-02T03:04:05Z")
    found = client.get_client_key(
        models.GetClientKeyRequest(client_key_id=made.client_key_id)).body
    certificate = certificate_in_container(made.private_key_data, PASSWORD, legacy)
    assert certificate == found.public_key_data
    dates = openssl("x509", "-noout", "-dates", data=certificate.encode())
    assert dates == "notBefore=Jan  2 03:04:05 2026 GMT\nnotAfter=Jan  2 03:04:05 2027 GMT\n"
    size = openssl("x509", "-noout", "-text", data=certificate.encode())
    assert "Public-Key: (2048 bit)" in size


@check
def openssl_opens_the_container_and_finds_the_public_certificate(sandbox):
    check_container(sandbox, legacy=False)


@check
def openssl_opens_the_container_of_older_makers(_):
    with Sandbox(BINARY, "--legacy-ciphers") as other:
        check_container(other, legacy=True)
