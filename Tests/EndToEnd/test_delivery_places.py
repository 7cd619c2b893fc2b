"""Where client keys go beside the two files: a secret of KMS, halves, files for the SDK.

The secrets are read back with the official SDK, the containers opened with openssl.
"""
import base64
import grp
import importlib.util
import json
import os
import pathlib
import shutil
import stat
import subprocess
import unittest

import jsonschema
from alibabacloud_kms20160120 import models
from alibabacloud_kms20160120.client import Client
from alibabacloud_tea_openapi import utils_models

from harness import INSTANCE, ROOT, EndToEndCase, Result

KEY = "key-hzz62f1cb66fa42qo8a01"
SECRET = "e2e/orders"
NOBODY = 65534


class DestinationCase(EndToEndCase):
    def write_manifest(self, *destinations, policies=("crypto",), extra=""):
        """One access point whose key goes to these entries of deliverTo."""
        self.write_stack()
        entries = "".join(f"      - {json.dumps(one)}\n" for one in destinations)
        self.write("manifests/all.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: Policy\nmetadata: {name: crypto}\n"
            f"spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser], resources: [key/*],"
            " networkRules: unrestricted}\n---\n"
            "apiVersion: kmsctl.dev/v1\nkind: ApplicationAccessPoint\nmetadata: {name: orders}\n"
            f"spec:\n  policies: {json.dumps(list(policies))}\n  clientKey:\n"
            f"    deliverTo:\n{entries}{extra}"))

    def secret(self, **more):
        return {"kmsSecret": {"name": SECRET, "instance": INSTANCE, "encryptionKey": KEY, **more}}

    def sdk(self):
        handshake = self.sandbox.handshake
        return Client(utils_models.Config(
            access_key_id=handshake["accessKeyID"],
            access_key_secret=handshake["accessKeySecret"], protocol="http",
            endpoint=self.sandbox.endpoint.removeprefix("http://"), region_id="cn-hangzhou"))

    def value(self):
        """The current version of the secret, its document checked against the published schema."""
        body = self.sdk().get_secret_value(
            models.GetSecretValueRequest(secret_name=SECRET)).body
        document = json.loads(body.secret_data)
        schema = json.loads((ROOT / "schemas" / "delivery.schema.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(document)
        self.assertEqual(document["keyId"], body.version_id)
        return document

    def open_container(self, data, password):
        """The certificate in a container, as openssl reads it."""
        container = self.directory / "container.p12"
        container.write_bytes(base64.b64decode(data))
        (self.directory / "password").write_text(password)
        opened = subprocess.run(
            ["openssl", "pkcs12", "-in", container, "-passin",
             f"file:{self.directory / 'password'}", "-nokeys"],
            check=True, capture_output=True, text=True).stdout
        return self.normal(opened)

    def normal(self, pem):
        return subprocess.run(["openssl", "x509"], input=pem, check=True, capture_output=True,
                              text=True).stdout

    def only_key(self):
        keys = list(self.inventory()["clientKeys"].values())
        self.assertEqual(len(keys), 1)
        return keys[0]

    def calls(self):
        return [call["operation"] for call in self.sandbox.admin("log", limit=1000)["calls"]]


class Secrets(DestinationCase):
    def test_a_key_is_a_version_of_a_secret(self):
        self.write_manifest(self.secret())
        self.kmsctl("apply", "--auto-approve")
        key, document = self.only_key(), self.value()
        self.assertEqual(document["keyId"], key["id"])
        self.assertEqual(document["instance"]["id"], INSTANCE)
        self.assertEqual(document["instance"]["endpoint"],
                         f"{INSTANCE}.cryptoservice.kms.aliyuncs.com")
        self.assertIn("BEGIN CERTIFICATE", document["instance"]["caCertificates"])
        self.assertEqual(self.open_container(document["privateKeyData"], document["password"]),
                         self.normal(key["certificatePEM"]))
        described = self.sdk().describe_secret(
            models.DescribeSecretRequest(secret_name=SECRET)).body
        self.assertEqual(described.description,
                         "kmsctl: client key of 1192000000000000/cn-hangzhou/orders")
        self.kmsctl("plan", "--detailed-exitcode")

    def test_no_secret_leaves_by_another_door(self):
        self.write_manifest(self.secret())
        runs = [self.kmsctl("apply", "--auto-approve", "--debug"),
                self.kmsctl("plan", "-o", "json"), self.kmsctl("drift", "--debug")]
        document = self.value()
        texts = [run.out + run.err for run in runs]
        texts += [path.read_text(errors="replace") for path in self.directory.glob("sandbox*")]
        self.assertGreaterEqual(len(texts), 5)
        for planted in (document["privateKeyData"], document["password"]):
            for text in texts:
                self.assertNotIn(planted, text)

    def test_a_lost_answer_is_found_by_the_version(self):
        for operation in ("CreateSecret", "PutSecretValue"):
            with self.subTest(operation):
                self.sandbox.admin("reset")
                if operation == "PutSecretValue":
                    self.sdk().create_secret(models.CreateSecretRequest(
                        secret_name=SECRET, version_id="none", secret_data="none",
                        dkmsinstance_id=INSTANCE, encryption_key_id=KEY,
                        description="kmsctl: client key of 1192000000000000/cn-hangzhou/orders"))
                self.write_manifest(self.secret())
                self.sandbox.admin("faults", add=[f"lose:operation={operation},call=1"])
                self.kmsctl("apply", "--auto-approve")
                self.assertEqual(self.value()["keyId"], self.only_key()["id"])
                self.assertEqual(self.calls().count("CreateClientKey"), 1)

    def test_a_store_that_is_refused_takes_the_key_back(self):
        self.write_manifest(self.secret())
        self.sandbox.admin("faults", add=[
            "fail:operation=CreateSecret,status=403,code=Forbidden.NoPermission"])
        result = self.kmsctl("apply", "--auto-approve", code=5)
        self.assertIn("could not be delivered to secret e2e/orders", result.err + result.out)
        self.assertEqual(self.inventory()["clientKeys"], {})
        self.sandbox.admin("faults", clear=True)
        self.kmsctl("apply", "--auto-approve")
        self.assertEqual(self.value()["keyId"], self.only_key()["id"])

    def test_a_second_destination_that_fails_leaves_the_key_pending(self):
        self.write_manifest({"directory": {"path": "keys"}}, self.secret())
        self.sandbox.admin("faults", add=[
            "fail:operation=CreateSecret,status=403,code=Forbidden.NoPermission"])
        result = self.kmsctl("apply", "--auto-approve", code=5)
        self.assertIn("is published at directory keys, but not surely at secret",
                      result.err + result.out)
        pending = self.only_key()["id"]
        self.assertEqual(os.readlink(self.stack / "keys" / "current"), pending)
        self.sandbox.admin("faults", clear=True)
        self.kmsctl("apply", "--auto-approve")
        current = os.readlink(self.stack / "keys" / "current")
        self.assertNotEqual(current, pending)
        self.assertEqual(self.value()["keyId"], current)
        self.assertIn(pending, self.inventory()["clientKeys"])

    def test_a_run_that_died_before_it_recorded_the_key_is_finished(self):
        self.write_manifest(self.secret())
        self.sandbox.admin("faults", add=["hold:operation=ListSecretVersionIds,call=1"])
        process = self.start("apply", "--auto-approve")
        self.sandbox.admin("wait")
        process.kill()
        process.communicate()
        self.sandbox.admin("release")
        self.sandbox.admin("faults", clear=True)
        stored = self.value()["keyId"]
        result = self.kmsctl("apply", "--auto-approve")
        self.assertIn("of an interrupted run is delivered everywhere", result.err + result.out)
        self.assertEqual(self.only_key()["id"], stored)

    def test_a_secret_that_a_policy_may_read_is_refused_in_the_plan(self):
        self.write_manifest(self.secret())
        self.sandbox.admin("edit", address="policy/console-made",
                           set={"Resources": "secret/e2e/*"})
        result = self.kmsctl("plan", code=3)
        self.assertIn("which policy 'console-made' may read", result.err + result.out)
        self.kmsctl("apply", "--auto-approve", code=3)
        self.assertNotIn("CreateClientKey", self.calls())

    def test_a_secret_of_somebody_else_stops_the_run_before_its_first_write(self):
        self.write_manifest({"kmsSecret": {"name": "payments-api-token"}})
        result = self.kmsctl("apply", "--auto-approve", code=1)
        self.assertIn("it is not a secret for the keys of access point", result.err + result.out)
        self.assertFalse([one for one in self.calls() if one.startswith("Create")])

    def test_a_missing_secret_without_a_key_stops_the_run(self):
        self.write_manifest({"kmsSecret": {"name": "nowhere"}})
        result = self.kmsctl("apply", "--auto-approve", code=1)
        self.assertIn("there is no such secret", result.err + result.out)


class Halves(DestinationCase):
    def test_each_custodian_gets_one_half(self):
        self.write_manifest({"directory": {"path": "keys"}, "parts": ["key"]},
                            {**self.secret(), "parts": ["password"]})
        self.kmsctl("apply", "--auto-approve")
        key, document = self.only_key(), self.value()
        self.assertNotIn("privateKeyData", document)
        current = self.stack / "keys" / "current"
        self.assertEqual(os.listdir(current), [f"clientKey_{key['id']}.json"])
        content = json.loads((current / f"clientKey_{key['id']}.json").read_text())
        self.assertEqual(self.open_container(content["PrivateKeyData"], document["password"]),
                         self.normal(key["certificatePEM"]))

    def test_a_password_that_goes_nowhere_is_an_invalid_manifest(self):
        self.write_manifest({"directory": {"path": "keys"}, "parts": ["key"]})
        result = self.kmsctl("plan", code=65)
        self.assertIn("the password is delivered nowhere", result.err + result.out)


    def test_the_plan_says_in_both_forms_where_each_half_goes(self):
        self.write_manifest(
            {"directory": {"path": "keys", "sdk": ["json"], "group": "daemon"}, "parts": ["key"]},
            {**self.secret(), "parts": ["password"]})
        document = json.loads(self.kmsctl("plan", "-o", "json").out)
        schema = json.loads((ROOT / "schemas" / "plan.schema.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(document)
        issues = [step for step in document["steps"] if "issueClientKey" in json.dumps(step)]
        self.assertEqual(len(issues), 1)
        text = json.dumps(issues)
        for part in (INSTANCE, '"parts": "key"', '"parts": "password"', '"group": "daemon"',
                     f'"name": "{SECRET}"'):
            self.assertIn(part, text)
        (self.stack / "keys").write_text("in the way")
        failed = self.kmsctl("apply", "--auto-approve", code=1)
        self.assertIn("directory keys (key file only), KMS secret e2e/orders (password only)",
                      failed.out + failed.err)


class SDKFiles(DestinationCase):
    def test_an_application_finds_everything_in_kms_sdk_json(self):
        self.write_manifest({"directory": {"path": "keys", "sdk": ["ca", "json", "env"]}})
        self.kmsctl("apply", "--auto-approve")
        current = self.stack / "keys" / "current"
        settings = json.loads((current / "kms-sdk.json").read_text())
        schema = json.loads((ROOT / "schemas" / "kms-sdk.schema.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(settings)
        self.assertNotIn("://", settings["endpoint"])
        container = json.loads(pathlib.Path(settings["clientKeyFile"]).read_text())
        password = pathlib.Path(settings["passwordFromFilePath"]).read_text()
        self.assertEqual(self.open_container(container["PrivateKeyData"], password),
                         self.normal(self.only_key()["certificatePEM"]))
        instance = self.sdk().get_kms_instance(
            models.GetKmsInstanceRequest(kms_instance_id=INSTANCE)).body.kms_instance
        self.assertEqual(pathlib.Path(settings["caFilePath"]).read_text(),
                         instance.ca_certificate_chain_pem.replace("\r\n", "\n"))
        # A shell reads the other form.
        shell = subprocess.run(
            ["sh", "-c", ". ./kms-sdk.env && cat \"$KMS_CLIENT_KEY_FILE\" && "
             "echo && echo \"$KMS_ENDPOINT\""],
            cwd=current, check=True, capture_output=True, text=True).stdout.splitlines()
        self.assertEqual(json.loads(shell[0]), container)
        self.assertEqual(shell[1], settings["endpoint"])

    @unittest.skipUnless(importlib.util.find_spec("openapi_credential"),
                         "alibabacloud-dkms-gcs is not installed")
    def test_the_instance_sdk_starts_with_kms_sdk_json(self):
        from openapi.models import Config
        from sdk.client import Client as InstanceClient
        self.write_manifest({"directory": {"path": "keys", "sdk": ["ca", "json"]}})
        self.kmsctl("apply", "--auto-approve")
        settings = json.loads((self.stack / "keys" / "current" / "kms-sdk.json").read_text())
        config = Config().from_map(settings)
        self.assertEqual(config.endpoint, f"{INSTANCE}.cryptoservice.kms.aliyuncs.com")
        self.assertEqual(config.ca_file_path, settings["caFilePath"])
        config.password = pathlib.Path(settings["passwordFromFilePath"]).read_text()
        client = InstanceClient(config)
        self.assertEqual(client._credential.get_access_key_id(), self.only_key()["id"])
        self.assertTrue(client._credential.get_signature("text").startswith("Bearer "))

    def test_an_instance_that_cannot_be_read_stops_the_run(self):
        self.write_manifest({"directory": {"path": "keys", "sdk": ["ca"]}},
                            extra="    instance: kst-none\n")
        result = self.kmsctl("apply", "--auto-approve", code=1)
        self.assertIn("instance 'kst-none' could not be read", result.err + result.out)
        self.assertFalse([one for one in self.calls() if one.startswith("Create")])


@unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else")
class OtherUsers(DestinationCase):
    def setUp(self):
        super().setUp()
        # What an unprivileged kmsctl needs to read; its files are elsewhere.
        self.directory.chmod(0o755)
        for name in ("kmsctl", "kms-sandbox"):
            shutil.copy(self.command()[0].rsplit("/", 1)[0] + f"/{name}", self.directory / name)
            (self.directory / name).chmod(0o755)

    def kmsctl_as_nobody(self, *arguments, code):
        command = [str(self.directory / "kmsctl"), *self.command(*arguments)[1:]]
        done = subprocess.run(
            ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command],
            cwd=self.stack, env=self.environment(), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=120)
        result = Result(done.returncode, done.stdout, done.stderr)
        self.assertEqual(result.code, code, f"{arguments}\n{result}")
        return result

    def check_nothing_was_written(self):
        self.assertFalse([one for one in self.calls() if one.startswith("Create")])

    def test_a_directory_of_root_stops_an_unprivileged_run_before_its_first_write(self):
        target = self.directory / "target"
        target.mkdir(mode=0o755)
        self.write_manifest({"directory": {"path": str(target / "keys")}})
        result = self.kmsctl_as_nobody("apply", "--auto-approve", code=1)
        self.assertIn("Permission denied", result.err + result.out)
        self.check_nothing_was_written()
        self.assertEqual(list(target.iterdir()), [])

    def test_a_read_only_directory_stops_an_unprivileged_run_before_its_first_write(self):
        target = self.directory / "target"
        target.mkdir()
        os.chown(target, NOBODY, NOBODY)
        target.chmod(0o500)
        self.write_manifest({"directory": {"path": str(target)}})
        result = self.kmsctl_as_nobody("apply", "--auto-approve", code=1)
        self.assertIn("Permission denied", result.err + result.out)
        self.check_nothing_was_written()

    def test_a_group_the_caller_is_not_in_stops_an_unprivileged_run(self):
        target = self.directory / "target"
        target.mkdir()
        os.chown(target, NOBODY, NOBODY)
        self.write_manifest({"directory": {"path": str(target), "group": "daemon"}})
        result = self.kmsctl_as_nobody("apply", "--auto-approve", code=1)
        self.assertIn("cannot give to the group", result.err + result.out)
        self.assertIn("Operation not permitted", result.err + result.out)
        self.check_nothing_was_written()
        self.assertEqual(list(target.iterdir()), [])

    def test_the_group_reads_what_root_delivered(self):
        target = self.directory / "app" / "keys"
        self.write_manifest(
            {"directory": {"path": str(target), "group": "daemon", "sdk": ["json"]}})
        self.kmsctl("apply", "--auto-approve")
        group = grp.getgrnam("daemon").gr_gid
        for path in [target, *(target / "current").resolve().rglob("*")]:
            self.assertEqual(path.stat().st_gid, group, path)
        self.assertEqual(stat.S_IMODE((target / "current").resolve().stat().st_mode), 0o750)
        for wanted, code in ((group, 0), (NOBODY, 1)):
            read = subprocess.run(
                ["setpriv", f"--reuid={NOBODY}", f"--regid={wanted}", "--clear-groups", "cat",
                 str(target / "current" / "kms-sdk.json")], capture_output=True)
            self.assertEqual(read.returncode, code)


if __name__ == "__main__":
    unittest.main()
