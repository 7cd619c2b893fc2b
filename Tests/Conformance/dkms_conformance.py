#!/usr/bin/env python3
"""Loads what kmsctl delivers with the official KMS Instance SDK, unmodified; no gateway is needed.

Usage: dkms_conformance.py PATH-OF-KMS-SANDBOX (kmsctl is looked for beside it)

For containers with modern and with legacy ciphers, and for a password of each source: the SDK
opens the delivered files, what it signs verifies with the certificate that the service has for this
key, and openssl opens the same files. Prints a line per check and the totals.
"""

import base64
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

from alibabacloud_kms20160120 import models
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from openapi.models import Config as InstanceConfig
from openapi_credential.client import Client as Credential
from openapi_credential.models import Config as CredentialConfig
from openapi_util.client import Client as Wire
from sdk.client import Client as InstanceClient

from sandbox_process import Sandbox
from support import BINARY, CHECKS, INSTANCE, check, connect

ENVIRONMENT_PASSWORD = "from-Env~!@#$%^&*?_1"
FILE_PASSWORD = "from-File-0123456789"
PASSWORDS = {
    "generated": "{generate: {length: 64}}",
    "environment": "{fromEnv: APP_PASSWORD}",
    "file": "{fromFile: app.password}",
}
REQUEST = "POST\ncontent\napplication/x-protobuf\nTue, 24 Nov 2026 12:00:00 GMT\nx-kms-apiname:Encrypt\n/"


class Delivery:
    """A stack applied to a sandbox, and where its keys are."""

    def __init__(self, sandbox, directory):
        self.sandbox, self.directory = sandbox, pathlib.Path(directory)
        self.write("kmsctl.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: Stack\nmetadata: {name: dkms, uid: dk0001}\n"
            f"spec: {{account: \"{sandbox.account}\", region: {sandbox.region},"
            " manifests: [manifests/]}\n"))
        for name, password in PASSWORDS.items():
            self.write(f"manifests/{name}.yaml", (
                f"apiVersion: kmsctl.dev/v1\nkind: QuickAccess\nmetadata: {{name: {name}}}\n"
                f"spec: {{instance: {INSTANCE}, networkRules: unrestricted, password: {password},"
                f" deliverTo: [{{directory: {{path: delivered/{name}}}}}]}}\n"))
        self.write("app.password", FILE_PASSWORD + "\n").chmod(0o600)
        keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        subprocess.run(
            [pathlib.Path(BINARY).resolve().parent / "kmsctl", "apply", "--auto-approve",
             "--endpoint", f"http://{sandbox.address}"],
            cwd=directory, check=True, capture_output=True, timeout=120, stdin=subprocess.DEVNULL,
            env={**keep, "HOME": directory, "APP_PASSWORD": ENVIRONMENT_PASSWORD,
                 "ALIBABA_CLOUD_ACCESS_KEY_ID": sandbox.key[0],
                 "ALIBABA_CLOUD_ACCESS_KEY_SECRET": sandbox.key[1]})

    def write(self, name, text):
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def files(self, name):
        """The key file and the password file that `current` leads to."""
        current = self.directory / "delivered" / name / "current"
        (key,) = current.glob("clientKey_*.json")
        return key, key.with_name(key.stem + "_Password.txt")

    def live_certificate(self, key_id):
        """The service's certificate of a key, read with the other official SDK."""
        found = connect(self.sandbox).get_client_key(
            models.GetClientKeyRequest(client_key_id=key_id)).body
        return x509.load_pem_x509_certificate(found.public_key_data.encode())


@contextlib.contextmanager
def delivery(legacy):
    options = ["--legacy-ciphers"] if legacy else []
    with tempfile.TemporaryDirectory() as directory, Sandbox(BINARY, *options) as sandbox:
        yield Delivery(sandbox, directory)


def credential(key, password, **more):
    return Credential(CredentialConfig(
        type="rsa_key_pair", client_key_file=str(key), password=password, **more))


def verify(certificate, bearer, text):
    scheme, signature = bearer.split(" ")
    assert scheme == "Bearer", scheme
    certificate.public_key().verify(
        base64.b64decode(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256())


def raises(expected, function):
    try:
        function()
    except expected:
        return
    raise AssertionError(f"expected {expected}, found a success")


def check_signatures(made):
    certificates = {}
    for name in PASSWORDS:
        key, password = made.files(name)
        loaded = credential(key, password.read_text())
        assert loaded.get_access_key_id() == json.loads(key.read_text())["KeyId"]
        certificates[name] = made.live_certificate(loaded.get_access_key_id())
        verify(certificates[name], loaded.get_signature(REQUEST), REQUEST)
        raises(InvalidSignature, lambda: verify(
            certificates[name], loaded.get_signature(REQUEST), REQUEST + "x"))
        content = Credential(CredentialConfig(
            type="rsa_key_pair", client_key_content=key.read_text(), password=password.read_text()))
        assert content.get_access_key_secret() == loaded.get_access_key_secret()
    other = credential(made.files("file")[0], FILE_PASSWORD)
    raises(InvalidSignature, lambda: verify(
        certificates["environment"], other.get_signature(REQUEST), REQUEST))


def check_wrong_password(made):
    key, _ = made.files("file")
    raises(Exception, lambda: credential(key, FILE_PASSWORD + "x"))
    assert credential(key, FILE_PASSWORD).get_access_key_secret()


def check_client(made):
    """The client an application makes: it signs a request the way the gateway expects it."""
    key, password = made.files("environment")
    assert password.read_text() == ENVIRONMENT_PASSWORD
    client = InstanceClient(InstanceConfig(
        protocol="https", endpoint=f"{INSTANCE}.cryptoservice.kms.aliyuncs.com",
        client_key_file=str(key), password=password.read_text()))
    headers = {"content-type": "application/x-protobuf", "x-kms-apiname": "Encrypt",
               "date": "Tue, 24 Nov 2026 12:00:00 GMT"}
    text = Wire.get_string_to_sign("POST", "/", headers, {})
    loaded = client._credential
    verify(made.live_certificate(loaded.get_access_key_id()), loaded.get_signature(text), text)


def check_openssl(made, legacy):
    for name in PASSWORDS:
        key, password = made.files(name)
        document = json.loads(key.read_text())
        container = made.directory / f"{name}.p12"
        container.write_bytes(base64.b64decode(document["PrivateKeyData"]))
        command = ["openssl", "pkcs12", "-in", container, "-passin", f"file:{password}", "-noenc"]
        plain = subprocess.run(command, capture_output=True, check=False)
        assert (plain.returncode != 0) == legacy, plain.stderr
        opened = subprocess.run(
            command + (["-legacy"] if legacy else []), capture_output=True, check=True).stdout
        assert b"-----BEGIN PRIVATE KEY-----" in opened
        delivered = x509.load_pem_x509_certificate(opened[opened.index(b"-----BEGIN CERT"):])
        assert delivered == made.live_certificate(document["KeyId"])


def checks(legacy):
    """Runs everything on one delivery, so that the keys are made once."""
    with delivery(legacy) as made:
        check_signatures(made)
        check_wrong_password(made)
        check_client(made)
        check_openssl(made, legacy)


@check
def the_instance_sdk_loads_delivered_keys_and_signs_with_them(_):
    checks(legacy=False)


@check
def the_instance_sdk_loads_delivered_keys_in_legacy_containers(_):
    checks(legacy=True)


def main():
    failures = 0
    for function in CHECKS:
        title = function.__name__.replace("_", " ")
        try:
            function(None)
            print(f"ok    {title}")
        except Exception:
            failures += 1
            print(f"FAIL  {title}")
            traceback.print_exc(file=sys.stdout)
        sys.stdout.flush()
    print(f"{len(CHECKS) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    if BINARY is None:
        sys.exit(__doc__)
    sys.exit(main())
