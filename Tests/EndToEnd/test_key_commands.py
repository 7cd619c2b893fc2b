"""The commands about client keys, as a user meets them: list, rotate, retire, verify, trace."""
import datetime
import json
import os
import shutil
import subprocess
import time
import unittest.mock
import xml.etree.ElementTree

import jsonschema
from prometheus_client.parser import text_string_to_metric_families

from harness import BIN, INSTANCE, PASSED_ON, ROOT, EndToEndCase, Result


DENIED = "fail:status=403,code=Forbidden.NoPermission,operation="


class KeyCase(EndToEndCase):
    """A stack whose keys are delivered."""

    def setUp(self):
        super().setUp()
        self.copy_example()
        self.kmsctl("apply", "--auto-approve")

    def key_of(self, access_point):
        """The only live key of an access point."""
        (key,) = [one for one in self.inventory()["clientKeys"].values()
                  if one["accessPoint"] == access_point]
        return key

    def current(self, access_point):
        """The directory an application looks at."""
        return self.stack / "delivered" / access_point / "current"

    def key_file(self, access_point):
        """The delivered key file."""
        (path,) = self.current(access_point).glob("clientKey_*.json")
        return path

    def password_file(self, access_point):
        """The delivered password file."""
        (path,) = self.current(access_point).glob("clientKey_*_Password.txt")
        return path

    def copied(self, access_point, name="copy"):
        """A copy of a delivery outside the stack."""
        target = self.directory / name
        shutil.copytree(self.current(access_point), target)
        return target

    def verify(self, path, *flags, code=0):
        """Verifies a file and returns the document."""
        result = self.kmsctl("key", "verify", str(path), "-o", "json", *flags, code=code)
        self.assert_no_secret(result)
        return json.loads(result.out)

    def run_bare(self, arguments, environment):
        """Runs kmsctl outside the stack, with this environment and no sandbox."""
        run = subprocess.run([str(BIN / "kmsctl"), *arguments], cwd=self.directory,
                             env={**PASSED_ON, **environment}, stdin=subprocess.DEVNULL, capture_output=True,
                             text=True, timeout=60, check=False)
        return Result(run.returncode, run.stdout, run.stderr)

    def assert_no_secret(self, result):
        """No delivered secret is in what a run printed."""
        for path in (self.stack / "delivered").rglob("clientKey_*"):
            text = path.read_text()
            secret = json.loads(text)["PrivateKeyData"] if path.suffix == ".json" else text.strip()
            self.assertNotIn(secret, result.out + result.err)


class VerifyKeys(KeyCase):
    def test_good_key_is_good_online_and_offline(self):
        key = self.key_of("payments-api")
        for flags, asked in ((), True), (("--offline",), False):
            document = self.verify(self.current("payments-api"), *flags)
            self.assertEqual(document["verdict"], "good")
            self.assertEqual(document["wasServiceAsked"], asked)
            self.assertEqual(document["keyID"], key["id"])
            self.assertEqual(document["notAfter"], key["notAfter"])
        text = self.kmsctl("key", "verify", str(self.key_file("payments-api")),
                           "--password-file", str(self.password_file("payments-api")))
        self.assertTrue(text.out.startswith(f"good until {key['notAfter']}\n"), text.out)

    def test_verify_says_wrong_password(self):
        wrong = self.directory / "wrong.txt"
        wrong.write_text("Another-Password-1\n")
        wrong.chmod(0o600)
        for flags in (), ("--offline",):
            document = self.verify(
                self.current("payments-api"), "--password-file", str(wrong), *flags, code=2)
            self.assertEqual(document["verdict"], "wrong-password")

    def test_verify_says_deleted(self):
        copy = self.copied("payments-api")
        key = self.key_of("payments-api")
        self.sandbox.admin("edit", address=f"clientkey/{key['id']}", delete=True)
        self.assertEqual(self.verify(copy, code=2)["verdict"], "deleted")
        # The file alone cannot tell.
        self.assertEqual(self.verify(copy, "--offline")["verdict"], "good")

    def test_verify_says_expired(self):
        ends = self.key_of("payments-api")["notAfter"]
        self.sandbox.admin("clock", freeze=ends)
        document = self.verify(self.current("payments-api"), code=2)
        self.assertEqual((document["verdict"], document["notAfter"]), ("expired", ends))

    def test_verify_says_another_access_point(self):
        for name, verdict, code in ("payments-api", "good", 0), (
                "orders-api", "other-access-point", 2):
            document = self.verify(self.current("payments-api"), "--aap", name, code=code)
            self.assertEqual((document["verdict"], document["accessPoint"]),
                             (verdict, "payments-api"))

    def test_verify_says_unknown(self):
        # One key's id over another key's container.
        copy = self.copied("payments-api")
        path = next(copy.glob("clientKey_*.json"))
        content = json.loads(path.read_text())
        content["KeyId"] = self.key_of("orders-api")["id"]
        path.write_text(json.dumps(content))
        self.assertEqual(self.verify(copy, code=2)["verdict"], "unknown")
        content["KeyId"] = "LTAI.not-a-client-key"
        path.write_text(json.dumps(content))
        for flags in (), ("--offline",):
            document = self.verify(copy, *flags, code=2)
            self.assertEqual(document["verdict"], "unknown")
            self.assertNotIn("keyID", document)

    def test_verify_says_not_a_key_file(self):
        path = self.directory / "clientKey_x.json"
        for content in ("", "[]", '{"KeyId": "KAAP.1"}'):
            path.write_text(content)
            document = self.verify(path, "--password-file",
                                   str(self.password_file("payments-api")), code=2)
            self.assertEqual(document["verdict"], "not-a-key-file")
        path.write_text(json.dumps({"KeyId": self.key_of("payments-api")["id"],
                                    "PrivateKeyData": "bm90IGEgY29udGFpbmVy"}))
        document = self.verify(path, "--password-file",
                               str(self.password_file("payments-api")), "--offline", code=2)
        self.assertEqual(document["verdict"], "not-a-key-file")

    def test_verify_refuses_an_open_password_file(self):
        copy = self.copied("payments-api")
        password = next(copy.glob("*_Password.txt"))
        password.chmod(0o644)
        result = self.kmsctl("key", "verify", str(copy), code=1)
        self.assertIn("is open to others", result.err)
        self.assertIn("chmod 600 it", result.err)

    def test_verify_needs_a_password_file(self):
        copy = self.copied("payments-api")
        next(copy.glob("*_Password.txt")).unlink()
        result = self.kmsctl("key", "verify", str(copy), code=64)
        self.assertIn("pass it as --password-file", result.err)

    def test_verify_without_credentials_looks_at_the_file(self):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.directory)}
        copy = self.copied("payments-api")
        result = self.run_bare(["key", "verify", str(copy), "-o", "json", "--region",
                                "cn-hangzhou"], environment)
        document = json.loads(result.out)
        self.assertEqual((result.code, document["verdict"]), (0, "good"))
        self.assertEqual(document["notAskedBecause"], "there are no credentials")
        result = self.run_bare(["key", "verify", str(copy), "-o", "json"], environment)
        self.assertEqual(json.loads(result.out)["notAskedBecause"], "the region is not known")

    def test_verify_asks_the_lists_when_it_may_not_get_the_key(self):
        self.sandbox.admin("faults", set=[DENIED + "GetClientKey"])
        copy = self.copied("payments-api")
        for flags in (), ("--aap", "payments-api"):
            self.assertEqual(self.verify(copy, *flags)["verdict"], "good")
        key = self.key_of("payments-api")
        self.sandbox.admin("edit", address=f"clientkey/{key['id']}", delete=True)
        self.assertEqual(self.verify(copy, code=2)["verdict"], "deleted")

    def test_verify_says_when_it_may_not_ask(self):
        self.sandbox.admin("faults", set=[DENIED + "GetClientKey|ListClientKeys"])
        document = self.verify(self.current("payments-api"), code=4)
        self.assertEqual((document["verdict"], document["exit"]),
                         ("undecided", {"code": 4, "reason": "denied"}))
        self.assertIn("nor may ListClientKeys be called", document["message"])
        self.assertIn("kms:GetClientKey", document["nextStep"])
        result = self.kmsctl("key", "verify", str(self.current("payments-api")), code=4)
        self.assertTrue(result.out.startswith("undecided: GetClientKey: "), result)

    def test_verify_is_undecided_without_an_answer(self):
        self.sandbox.admin("faults", set=["fail:status=400,code=Strange,operation=GetClientKey"])
        document = self.verify(self.current("payments-api"), code=1)
        self.assertEqual((document["verdict"], document["exit"]["code"]), ("undecided", 1))
        self.assertIn("Strange", document["message"])

    def test_verify_in_another_account_is_undecided(self):
        copy = self.copied("payments-api")
        path = self.stack / "kmsctl.yaml"
        path.write_text(path.read_text().replace("1192000000000000", "1192000000000001"))
        key = self.key_of("payments-api")
        self.sandbox.admin("edit", address=f"clientkey/{key['id']}", delete=True)
        self.assertEqual(self.verify(copy, code=4)["verdict"], "undecided")
        path.write_text("apiVersion: [\n")
        document = self.verify(copy, "--region", "cn-hangzhou", code=1)
        self.assertEqual(document["verdict"], "undecided")
        self.assertIn("the stack's files have errors", document["message"])

    def test_verify_is_undecided_about_a_live_certificate_it_cannot_read(self):
        key = self.key_of("payments-api")
        self.sandbox.stop()
        path = self.directory / "sandbox.json"
        state = json.loads(path.read_text())
        for one in state["inventory"]["clientKeys"]:
            if one["id"] == key["id"]:
                one["certificatePEM"] = "not a certificate"
        path.write_text(json.dumps(state))
        self.restart_sandbox(*self.sandbox_flags)
        document = self.verify(self.current("payments-api"), code=1)
        self.assertEqual(document["verdict"], "undecided")
        # An answer with such a field is none, so nothing of it tells against the key.
        self.assertEqual(self.verify(self.current("payments-api"), "--aap", "orders-api",
                                     code=1)["verdict"], "undecided")

    def test_f1_b1_good_keys_are_good_whatever_freed_memory_holds(self):
        for value in ("0", "1", "85", "170", "255"):
            for flags in (), ("--offline",):
                run = subprocess.run(
                    self.command("key", "verify", str(self.current("payments-api")), *flags),
                    cwd=self.stack, env=self.environment() | {"MALLOC_PERTURB_": value},
                    stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
                    check=False)
                self.assertEqual((value, run.returncode), (value, 0), run.stdout + run.stderr)


class VerifyLegacyKeys(VerifyKeys):
    sandbox_flags = ("--legacy-ciphers",)

    def test_verify_is_undecided_without_the_ciphers(self):
        # As on a machine whose OpenSSL came without its module of old ciphers.
        run = self.run_bare(
            ["key", "verify", str(self.copied("payments-api")), "-o", "json"],
            {"PATH": os.environ["PATH"], "HOME": str(self.directory),
             "OPENSSL_MODULES": str(self.directory)})
        document = json.loads(run.out)
        self.assertEqual((run.code, document["verdict"]), (1, "undecided"))
        self.assertIn("cannot open", document["message"])


class VerifyOldKeys(KeyCase):
    sandbox_flags = ("--freeze-clock", "2024-01-01T00:00:00Z")

    def test_an_expired_key_is_expired_offline(self):
        copy = self.copied("payments-api")
        document = self.verify(copy, "--offline", code=2)
        self.assertEqual(document["verdict"], "expired")
        self.assertLess(document["notAfter"], "2025-01-02")


class TraceKeys(KeyCase):
    def trace(self, subject, *flags):
        """Traces a file or id and returns the document."""
        result = self.kmsctl("key", "trace", str(subject), "-o", "json", *flags)
        self.assert_no_secret(result)
        return json.loads(result.out)

    def test_trace_of_our_own_key(self):
        key = self.key_of("payments-api")
        document = self.trace(self.key_file("payments-api"))
        self.assertEqual(document["life"], "alive")
        self.assertEqual(document["accessPoint"], "payments-api")
        self.assertEqual(document["owner"], {"kind": "this-stack"})
        self.assertEqual(document["recorded"], "delivered")
        (reach,) = document["reaches"]
        self.assertEqual(reach["scope"], INSTANCE)
        self.assertEqual(reach["resources"],
                         ["key/key-hzz62f1cb66fa42qo8a02", "secret/payments-api-token"])
        self.assertEqual(reach["networkRules"][0]["addresses"],
                         ["10.20.0.0/16", "10.21.0.0/16"])
        self.assertEqual(document["revokeCommand"],
                         "kmsctl key rotate payments-api --compromised")
        self.assertEqual(self.trace(key["id"]), {**document, "time": unittest.mock.ANY})

    def test_trace_of_a_key_by_hand(self):
        self.sandbox.admin("edit", address="clientkey/console-made",
                           create={"NotAfter": "2031-01-01T00:00:00Z"})
        key = self.key_of("console-made")
        document = self.trace(key["id"])
        self.assertEqual(document["owner"], {"kind": "nobody"})
        self.assertEqual(document["recorded"], "unrecorded")
        self.assertEqual(
            document["revokeCommand"],
            f"aliyun kms DeleteClientKey --ClientKeyId {key['id']} --region cn-hangzhou")

    def test_trace_of_a_deleted_key(self):
        key = self.key_of("payments-api")
        self.sandbox.admin("edit", address=f"clientkey/{key['id']}", delete=True)
        document = self.trace(key["id"])
        self.assertEqual(document["life"], "deleted")
        self.assertNotIn("revokeCommand", document)

    def test_trace_works_without_a_stack(self):
        key = self.key_of("payments-api")
        elsewhere = self.directory / "elsewhere"
        elsewhere.mkdir()
        document = self.trace(key["id"], "-C", str(elsewhere), "--region", "cn-hangzhou")
        self.assertEqual(document["owner"]["kind"], "stack")
        self.assertIn("aliyun kms DeleteClientKey", document["revokeCommand"])

    def test_trace_needs_a_key_id(self):
        path = self.directory / "made-up.json"
        path.write_text('{"KeyId": "$(reboot)", "PrivateKeyData": "x"}')
        result = self.kmsctl("key", "trace", str(path), code=1)
        self.assertIn("is no client key's id", result.err)
        self.assertNotIn("reboot", result.out)

    def test_trace_in_another_account_is_denied(self):
        key = self.key_of("payments-api")
        path = self.stack / "kmsctl.yaml"
        path.write_text(path.read_text().replace("1192000000000000", "1192000000000001"))
        self.sandbox.admin("edit", address=f"clientkey/{key['id']}", delete=True)
        result = self.kmsctl("key", "trace", key["id"], code=4)
        self.assertIn("is for account 1192000000000001", result.err)

    def test_trace_asks_the_lists_when_it_may_not_get_the_key(self):
        key = self.key_of("payments-api")
        whole = self.trace(key["id"])
        self.sandbox.admin("faults", set=[DENIED + "GetClientKey"])
        self.assertEqual(self.trace(key["id"]), {**whole, "time": unittest.mock.ANY})
        self.sandbox.admin("edit", address=f"clientkey/{key['id']}", delete=True)
        self.assertEqual(self.trace(key["id"])["life"], "deleted")
        self.sandbox.admin("faults", add=[DENIED + "ListClientKeys"])
        result = self.kmsctl("key", "trace", key["id"], code=4)
        self.assertIn("nor may ListClientKeys be called", result.err)
        self.assertEqual(result.out, "")

    def test_trace_says_that_it_could_not_read_the_stack(self):
        key = self.key_of("payments-api")
        self.write("manifests/broken.yaml", "kind: [\n")
        result = self.kmsctl("key", "trace", key["id"], "--region", "cn-hangzhou")
        self.assertIn("warning: the stack's files have errors", result.err)


class SDKConfiguration(KeyCase):
    def test_sdk_config_prints_and_writes(self):
        printed = self.kmsctl("sdk-config", "payments-api").out
        self.assertIn(f"# endpoint      {INSTANCE}.cryptoservice.kms.aliyuncs.com\n", printed)
        self.assertIn("constructed from the instance's id", printed)
        target = self.directory / "config"
        target.mkdir()
        written = json.loads(self.kmsctl("sdk-config", "payments-api", "--directory", str(target),
                                         "-o", "json").out)
        self.assertEqual([one["outcome"] for one in written["files"]], ["written", "written"])
        authority = target / f"PrivateKmsCA_{INSTANCE}.pem"
        self.assertTrue(printed.endswith(authority.read_text()))
        self.assertNotIn("\r", authority.read_text())
        settings = json.loads((target / "kms-sdk.json").read_text())
        self.assertEqual(settings, {
            "protocol": "https", "endpoint": f"{INSTANCE}.cryptoservice.kms.aliyuncs.com",
            "instanceId": INSTANCE, "caFilePath": str(authority)})
        again = self.kmsctl("sdk-config", "payments-api", "--directory", str(target))
        self.assertEqual(again.out.count("unchanged"), 2)

    def test_sdk_config_replaces_only_when_told(self):
        target = self.directory / "config"
        target.mkdir()
        (target / "kms-sdk.json").write_text("mine")
        refused = self.kmsctl("sdk-config", "payments-api", "--directory", str(target), code=1)
        self.assertIn("pass --replace", refused.err)
        self.assertEqual([path.name for path in target.iterdir()], ["kms-sdk.json"])
        self.kmsctl("sdk-config", "payments-api", "--directory", str(target), "--replace")
        self.assertIn(INSTANCE, (target / "kms-sdk.json").read_text())
        self.assertEqual(len(list(target.iterdir())), 2)

    def test_sdk_config_takes_what_it_cannot_read_for_something_else(self):
        target = self.directory / "config"
        target.mkdir()
        # Nobody can read through a link to itself, root included.
        (target / "kms-sdk.json").symlink_to("kms-sdk.json")
        refused = self.kmsctl("sdk-config", "payments-api", "--directory", str(target), code=1)
        self.assertIn("pass --replace", refused.err)
        self.assertTrue((target / "kms-sdk.json").is_symlink())

    def test_sdk_config_of_the_shared_gateway(self):
        result = self.kmsctl("sdk-config", "ci-runner", code=1)
        self.assertIn("kms.cn-hangzhou.aliyuncs.com", result.err)

    def test_sdk_config_suggests_a_name(self):
        result = self.kmsctl("sdk-config", "payment-api", code=1)
        self.assertIn("did you mean 'payments-api'?", result.err)

    def test_sdk_config_asks_which_instance(self):
        other = "kst-hzz65f0aa93cdw1e0001"
        self.sandbox.admin("edit", address="policy/second", create={
            "KmsInstance": other, "Permissions": "RbacPermission/Template/CryptoServiceKeyUser",
            "Resources": "key/*"})
        self.sandbox.admin("edit", address="aap/payments-api",
                           set={"Policies": "payments-crypto,second"})
        result = self.kmsctl("sdk-config", "payments-api", code=64)
        self.assertIn(f"{INSTANCE}, {other}", result.err)
        self.assertIn("choose one with --instance", result.err)
        chosen = self.kmsctl("sdk-config", "payments-api", "--instance", INSTANCE)
        self.assertIn(INSTANCE, chosen.out)
        self.kmsctl("sdk-config", "payments-api", "--instance", "kst-none", code=64)



class ListKeys(KeyCase):
    def list(self, *flags, code=0):
        """The JSON report, checked against its schema."""
        document = json.loads(self.kmsctl("key", "list", "-o", "json", *flags, code=code).out)
        schema = json.loads((ROOT / "schemas" / "key-list.schema.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(document)
        return document

    def add_key_by_hand(self, access_point="payments-api"):
        """What somebody does in the console."""
        self.sandbox.admin("edit", address=f"clientkey/{access_point}",
                           create={"NotAfter": "2031-01-01T00:00:00Z"})

    def test_list_shows_every_key_and_what_comes_next(self):
        rows = {row["accessPoint"]: row for row in self.list()["keys"]}
        self.assertEqual(set(rows), {"batch-jobs", "ci-runner", "orders-api", "payments-api"})
        key = self.key_of("payments-api")
        row = rows["payments-api"]
        self.assertEqual((row["state"], row["keyID"], row["notAfter"], row["ageDays"]),
                         ("current", key["id"], key["notAfter"], 0))
        self.assertEqual(row["nextAction"]["kind"], "rotate")
        self.assertLess(row["nextAction"]["at"], key["notAfter"])
        text = self.kmsctl("key", "list").out
        self.assertIn(f"current  payments-api  {key['id']}", text)
        self.assertIn("\n4 client keys at ", text)

    def test_list_all_shows_keys_of_others(self):
        self.add_key_by_hand("console-made")
        self.assertEqual(len(self.list()["keys"]), 4)
        (foreign,) = [row for row in self.list("--all")["keys"]
                      if row["accessPoint"] == "console-made"]
        self.assertEqual((foreign["state"], foreign["owner"]), ("foreign", "nobody"))

    def test_list_fails_on_what_it_is_told(self):
        everything = "due,expired,missing,unrecorded,orphan,pending,retirable"
        self.list("--fail-on", everything)
        self.list("--fail-on", "30d")
        self.add_key_by_hand()
        first = self.list("--fail-on", everything, code=2)["keys"][0]
        self.assertEqual((first["state"], first["alarms"]), ("unrecorded", ["unrecorded"]))
        self.kmsctl("key", "list", "--fail-on", "5000d", code=64)
        self.list("--fail-on", "expired", "--fail-on", "3000d", code=2)
        result = self.kmsctl("key", "list", "--fail-on", "old", code=64)
        self.assertIn("--fail-on has 'old', expected due", result.err)

    def test_list_shows_a_key_that_is_gone(self):
        key = self.key_of("payments-api")
        self.sandbox.admin("edit", address=f"clientkey/{key['id']}", delete=True)
        first = self.list("--fail-on", "missing", code=2)["keys"][0]
        self.assertEqual((first["state"], first["accessPoint"]), ("missing", "payments-api"))
        self.assertEqual(first["nextAction"]["kind"], "issue")

    def test_list_shows_due_and_expired_keys(self):
        key = self.key_of("payments-api")
        self.sandbox.admin("clock", freeze=f"{int(key['notAfter'][:4])}-11-10T00:00:00Z")
        row = self.row("payments-api", self.list("--fail-on", "due", code=2))
        self.assertEqual((row["state"], row["findings"], row["threshold"]),
                         ("current", ["due"], 30))
        self.sandbox.admin("clock", freeze=key["notAfter"])
        row = self.row("payments-api", self.list("--fail-on", "expired", code=2))
        self.assertEqual((row["state"], row["findings"], row["daysLeft"]),
                         ("expired", ["expired", "missing"], 0))

    def row(self, access_point, document):
        """The only row of an access point."""
        (row,) = [row for row in document["keys"] if row["accessPoint"] == access_point]
        return row

    def test_list_of_some_access_points(self):
        document = self.list("--target", "clientkey/payments-*")
        self.assertEqual([row["accessPoint"] for row in document["keys"]], ["payments-api"])
        self.kmsctl("key", "list", "--target", "clientkey/nobody", code=64)

    def test_prometheus_metrics_parse(self):
        self.add_key_by_hand()
        text = self.kmsctl("key", "list", "-o", "prometheus").out
        families = {one.name: one for one in text_string_to_metric_families(text)}
        ends = {sample.labels["key_id"]: sample.value
                for sample in families["kmsctl_client_key_not_after_seconds"].samples}
        keys = self.inventory()["clientKeys"]
        self.assertEqual(ends, {
            key["id"]: datetime.datetime.fromisoformat(key["notAfter"]).timestamp()
            for key in keys.values()})
        states = [sample.labels["state"]
                  for sample in families["kmsctl_client_key_info"].samples]
        self.assertEqual(sorted(states), ["current"] * 4 + ["unrecorded"])
        (made,) = families["kmsctl_report_time_seconds"].samples
        self.assertLess(abs(made.value - time.time()), 300)
        findings = {sample.labels["finding"]: sample.value
                    for sample in families["kmsctl_client_key_findings"].samples}
        self.assertEqual((findings["unrecorded"], findings["due"]), (1, 0))

    def test_junit_report_parses(self):
        self.add_key_by_hand()
        result = self.kmsctl("key", "list", "-o", "junit", "--fail-on", "unrecorded", code=2)
        root = xml.etree.ElementTree.fromstring(result.out)
        (suite,) = root
        self.assertEqual((suite.get("tests"), suite.get("failures"), suite.get("errors")),
                         ("5", "1", "0"))
        self.assertEqual(len(suite.findall("testcase")), 5)
        (failure,) = suite.findall("testcase/failure")
        self.assertEqual(failure.get("type"), "unrecorded")

    def test_list_says_what_it_could_not_read(self):
        self.sandbox.admin("faults", set=[
            DENIED + "ListClientKeys"])
        document = self.list(code=4)
        self.assertEqual(len(document["unreadable"]), 5)
        self.assertNotIn("missing", [row["state"] for row in document["keys"]])
        result = self.kmsctl("key", "list", code=4)
        self.assertIn("the report is not complete", result.err)
        self.assertIn("Could not be read", result.out)


class RotateKeys(KeyCase):
    def rotate(self, *arguments, code=0):
        """Rotates without asking."""
        result = self.kmsctl("key", *arguments, "--auto-approve", code=code)
        self.assert_no_secret(result)
        return result

    def live(self, access_point="payments-api"):
        """The ids of the live keys."""
        return {key["id"] for key in self.inventory()["clientKeys"].values()
                if key["accessPoint"] == access_point}

    def test_rotate_now_delivers_a_successor(self):
        (old,) = self.live()
        others = self.live("orders-api")
        self.rotate("rotate", "payments-api", "--now")
        self.assertEqual(len(self.live()), 2)
        (new,) = self.live() - {old}
        self.assertEqual(self.key_file("payments-api").name, f"clientKey_{new}.json")
        self.assertEqual(self.live("orders-api"), others)
        self.assertEqual(self.verify(self.current("payments-api"))["verdict"], "good")

    def test_rotate_now_twice_is_refused(self):
        self.rotate("rotate", "payments-api", "--now")
        before = self.live()
        result = self.rotate("rotate", "payments-api", "--now", code=3)
        self.assertIn("kmsctl key retire KAAP.", result.out)
        self.assertEqual(self.live(), before)

    def test_compromised_keys_die_after_delivery(self):
        (old,) = self.live()
        copy = self.copied("payments-api")
        result = self.rotate("rotate", "payments-api", "--compromised")
        self.assertIn(f"  - {old} of 'payments-api', valid until ", result.err)
        (new,) = self.live()
        self.assertNotEqual(new, old)
        self.assertEqual(self.verify(self.current("payments-api"))["verdict"], "good")
        self.assertEqual(self.verify(copy, code=2)["verdict"], "deleted")

    def test_retire_refuses_the_last_valid_key(self):
        (only,) = self.live()
        result = self.rotate("retire", only, code=3)
        self.assertIn(f"client key {only} is the last valid one", result.out)
        self.assertEqual(self.live(), {only})

    def test_retire_deletes_a_predecessor(self):
        (old,) = self.live()
        self.rotate("rotate", "payments-api", "--now")
        self.rotate("retire", old)
        self.assertEqual(len(self.live()), 1)
        self.assertNotIn(old, self.live())

    def test_retire_needs_full_ids_of_live_keys(self):
        self.assertIn("expected KAAP.<uuid>", self.rotate("retire", "796fb7da", code=64).err)
        result = self.rotate("retire", "KAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912", code=1)
        self.assertIn("there is no client key", result.err)

    def test_rotate_without_anything_due_changes_nothing(self):
        before = self.inventory()
        result = self.rotate("rotate", "--due")
        self.assertIn("\nNo changes.", result.out)
        self.assertEqual(self.inventory(), before)

    def test_rotate_due_does_what_apply_defers(self):
        path = self.stack / "kmsctl.yaml"
        path.write_text(path.read_text() + "  keys: {issuedBy: rotate}\n")
        (old,) = self.live()
        self.sandbox.admin("edit", address=f"clientkey/{old}", delete=True)
        applied = self.kmsctl("apply", "--auto-approve")
        self.assertIn("deferred to 'kmsctl key rotate --due'", applied.out)
        self.assertIn("No changes to make, but 1 change of client keys waits.", applied.out)
        self.kmsctl("drift", code=2)
        self.assertEqual(self.live(), set())
        self.rotate("rotate", "--due")
        self.assertEqual(len(self.live()), 1)

    def test_rotate_suggests_a_name(self):
        result = self.rotate("rotate", "payment-api", "--now", code=64)
        self.assertIn("did you mean 'payments-api'?", result.err)

    def test_rotate_wants_a_decision(self):
        for arguments in ([], ["payments-api", "--due"], ["--due", "--now"],
                          ["payments-api", "--now", "--compromised"]):
            self.rotate("rotate", *arguments, code=64)
        self.kmsctl("key", "rotate", "--due", code=64)

    def test_rotate_in_json(self):
        result = self.rotate("rotate", "payments-api", "--now", "-o", "json")
        document = json.loads(result.out)
        self.assertEqual((document["document"], document["hasConverged"]), ("apply", True))

    def test_orphans_are_listed_and_deleted(self):
        key = self.key_of("payments-api")
        self.sandbox.admin("edit", address="clientkey/payments-api", create={
            "NotBefore": key["notBefore"], "NotAfter": key["notAfter"]})
        self.sandbox.admin("edit", address="clientkey/orders-api", create={
            "NotAfter": "2031-01-01T00:00:00Z"})
        listed = json.loads(self.kmsctl("key", "orphans", "-o", "json").out)["keys"]
        self.assertEqual([(row["accessPoint"], row["state"]) for row in listed],
                         [("payments-api", "orphan"), ("orders-api", "unrecorded")])
        self.rotate("orphans", "--delete")
        self.assertEqual(self.live(), {key["id"]})
        self.assertEqual(len(self.live("orders-api")), 2)
        # Nothing to delete is what a nightly job wants to hear; it is no plan over everything.
        again = self.rotate("orphans", "--delete")
        self.assertEqual(again.out, "")
        self.assertIn("nothing to delete: no client key is proven to be an orphan", again.err)
        document = json.loads(self.rotate("orphans", "--delete", "-o", "json").out)
        self.assertEqual((document["document"], document["changes"]), ("apply", []))


if __name__ == "__main__":
    unittest.main()
