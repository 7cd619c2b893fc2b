"""Delivered files that somebody took away or changed: noticed by an apply and when asked for."""
import json
import os
import shutil
import subprocess
import unittest

import jsonschema

from harness import INSTANCE, ROOT, EndToEndCase, Result


def manifest(name, *destinations):
    """An access point with these destinations."""
    return (f"apiVersion: kmsctl.dev/v1\nkind: QuickAccess\nmetadata: {{name: {name}}}\n"
            f"spec:\n  instance: {INSTANCE}\n  networkRules: unrestricted\n"
            f"  deliverTo: [{', '.join(destinations)}]\n")


class VanishedFiles(EndToEndCase):
    def setUp(self):
        super().setUp()
        self.write_stack()
        self.place = self.directory / "srv" / "app"
        self.place.parent.mkdir()
        self.write("manifests/app.yaml", manifest("app", f"{{directory: {{path: {self.place}}}}}"))
        self.kmsctl("apply", "--auto-approve")

    def key_id(self):
        """The only key."""
        (key,) = self.inventory()["clientKeys"]
        return key

    def listed(self, *flags, code=0):
        """The row of the key in use."""
        document = json.loads(self.kmsctl("key", "list", "-o", "json", *flags, code=code).out)
        self.validate(document, "key-list")
        (row,) = [row for row in document["keys"] if row["state"] == "current"]
        return row

    def validate(self, document, name):
        """A document is as its schema has it."""
        jsonschema.validate(
            document, json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text()))

    def with_environment(self, arguments, **more):
        """A run with other variables."""
        run = subprocess.run(
            self.command(*arguments), cwd=self.stack, env={**self.environment(), **more},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
        return Result(run.returncode, run.stdout, run.stderr)

    def test_an_apply_says_what_vanished_and_issues_nothing(self):
        shutil.rmtree(self.place)
        before = self.inventory()
        result = self.kmsctl("apply", "--auto-approve", code=5)
        self.assertIn("No changes to make, but the delivered files of 1 client key in use are gone",
                      result.out)
        self.assertNotIn("Live state matches", result.out)
        self.assertIn(f"error: clientkey/app: directory {self.place} is not there; it was to hold"
                      f" client key {self.key_id()}, which is in use\n", result.err)
        self.assertIn("next step: to deliver a new key: kmsctl key rotate app --now\n", result.err)
        self.assertEqual(before, self.inventory())
        self.assertFalse(self.place.exists())

    def test_the_next_step_repairs_it(self):
        shutil.rmtree(self.place)
        self.kmsctl("apply", "--auto-approve", code=5)
        self.kmsctl("key", "rotate", "app", "--now", "--auto-approve")
        self.assertTrue((self.place / "current").is_dir())
        self.kmsctl("apply", "--auto-approve")

    def test_an_apply_that_changes_something_else_says_so_too(self):
        shutil.rmtree(self.place)
        self.write("manifests/rule.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: NetworkRule\nmetadata: {name: extra}\n"
            "spec: {type: Private, allowedSourceIPs: [10.9.0.0/16]}\n"))
        result = self.kmsctl("apply", "--auto-approve", code=5)
        self.assertIn("extra", self.inventory()["networkRules"])
        self.assertIn("kmsctl key rotate app --now", result.err)
        document = json.loads(
            self.kmsctl("apply", "--auto-approve", "-o", "json", code=5).out)
        self.validate(document, "plan")
        (lost,) = document["lostDeliveries"]
        self.assertEqual((lost["accessPoint"], lost["places"][0]["verdict"]), ("app", "vanished"))
        self.assertEqual(document["exit"], {"code": 5, "reason": "incomplete"})
        self.assertFalse(document["isClean"])

    def test_every_change_is_noticed(self):
        key = self.key_id()
        folder = self.place / key
        shutil.copytree(self.place, self.directory / "kept", symlinks=True)

        def gone(path):
            path.unlink()

        cases = [
            ("vanished", lambda: gone(self.place / "current")),
            ("vanished", lambda: gone(folder / f"clientKey_{key}.json")),
            ("vanished", lambda: gone(folder / f"clientKey_{key}_Password.txt")),
            ("vanished", lambda: shutil.rmtree(folder)),
            ("changed", lambda: (folder / f"clientKey_{key}.json").write_text("{}")),
            ("changed", lambda: (folder / f"clientKey_{key}_Password.txt").write_text("Other-1")),
            ("changed", lambda: (gone(self.place / "current"),
                                 (self.place / "current").symlink_to("KAAP.other"))),
        ]
        for verdict, change in cases:
            with self.subTest(verdict=verdict):
                shutil.rmtree(self.place)
                shutil.copytree(self.directory / "kept", self.place, symlinks=True)
                self.kmsctl("apply", "--auto-approve")
                change()
                self.kmsctl("apply", "--auto-approve", code=5)
                row = self.listed("--check-destinations", "--fail-on", "vanished", code=2)
                self.assertEqual((row["delivered"], row["findings"]), (verdict, ["vanished"]))

    def test_another_keys_files_are_a_change(self):
        self.write("manifests/two.yaml", manifest(
            "two", f"{{directory: {{path: {self.directory}/srv/two}}}}"))
        self.kmsctl("apply", "--auto-approve")
        shutil.rmtree(self.place)
        shutil.copytree(self.directory / "srv" / "two", self.place, symlinks=True)
        self.kmsctl("apply", "--auto-approve", code=5)

    def test_a_directory_of_another_machine_cannot_be_told(self):
        shutil.rmtree(self.place.parent)
        out = self.kmsctl("apply", "--auto-approve")
        self.assertIn("No changes. Live state matches", out.out)
        self.assertEqual(out.err, "")
        row = self.listed("--check-destinations", "--fail-on", "vanished")
        self.assertEqual((row["delivered"], row["findings"]), ("cannot-tell", []))
        self.assertIn("is not of this machine", row["deliveries"][0]["found"])
        text = self.kmsctl("key", "list", "--check-destinations").out
        self.assertIn("cannot-tell", text)

    def test_a_runner_fails_for_no_directory(self):
        shutil.rmtree(self.place)
        result = self.with_environment(["apply", "--auto-approve"], CI="true")
        self.assertEqual(result.code, 0, result)

    def test_ephemeral_directories_and_programs_cannot_be_told(self):
        self.write("manifests/far.yaml", manifest(
            "far", f"{{directory: {{path: {self.directory}/srv/far, ephemeral: accepted}}}}",
            "{command: {run: [/usr/bin/tee, /dev/null], stdin: json}}"))
        self.kmsctl("apply", "--auto-approve", "--allow-exec", "/usr/bin/tee")
        shutil.rmtree(self.directory / "srv" / "far")
        self.kmsctl("apply", "--auto-approve", "--allow-exec", "/usr/bin/tee")
        document = json.loads(self.kmsctl("key", "list", "-o", "json", "--check-destinations").out)
        verdicts = {row["accessPoint"]: row["delivered"] for row in document["keys"]}
        self.assertEqual(verdicts, {"app": "yes", "far": "cannot-tell"})

    def test_a_secret_is_asked_only_when_told_so(self):
        (self.stack / "manifests" / "app.yaml").unlink()
        self.write("manifests/rule.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: NetworkRule\nmetadata: {name: extra}\n"
            "spec: {type: Private, allowedSourceIPs: [10.9.0.0/16]}\n"))
        # A QuickAccess reads every secret of its instance, so it goes first.
        self.kmsctl("apply", "--auto-approve", "--allow-delete", "aap/app")
        self.write("manifests/kept.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: Policy\nmetadata: {name: crypto}\n"
            f"spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser], resources: [key/*],"
            " networkRules: unrestricted}\n---\n"
            "apiVersion: kmsctl.dev/v1\nkind: ApplicationAccessPoint\nmetadata: {name: kept}\n"
            "spec: {policies: [crypto], clientKey: {deliverTo: [{kmsSecret: {name: kept/key,"
            f" instance: {INSTANCE}, encryptionKey: key-hzz62f1cb66fa42qo8a01}}}}]}}}}\n"))
        self.kmsctl("apply", "--auto-approve")
        before = self.sandbox.admin("status")["operations"].get("ListSecretVersionIds", 0)
        self.kmsctl("apply", "--auto-approve")
        self.kmsctl("key", "list")
        self.assertEqual(
            self.sandbox.admin("status")["operations"].get("ListSecretVersionIds", 0), before)
        self.assertEqual(self.listed("--check-destinations")["delivered"], "yes")
        self.kmsctl("key", "rotate", "kept", "--now", "--auto-approve")
        self.assertEqual(self.listed("--check-destinations")["delivered"], "yes")
        self.sandbox.admin("faults", set=[
            "fail:status=403,code=Forbidden.NoPermission,operation=ListSecretVersionIds"])
        row = self.listed("--check-destinations", "--fail-on", "vanished")
        self.assertEqual(row["delivered"], "cannot-tell")

    def test_reading_commands_open_no_destination(self):
        strace = shutil.which("strace")
        self.assertTrue(strace, "needs strace: scripts/install-system-packages.sh")
        trace = self.directory / "trace"

        def opened(*arguments):
            run = subprocess.run(
                [strace, "-f", "-e", "trace=file", "-o", str(trace), *self.command(*arguments)],
                cwd=self.stack, env=self.environment(), stdin=subprocess.DEVNULL,
                capture_output=True, text=True, timeout=120, check=False)
            self.assertEqual(run.returncode, 0, run.stderr)
            return [line for line in trace.read_text().splitlines() if str(self.place) in line]

        for command in (["plan"], ["drift"], ["validate"], ["key", "list"], ["key", "orphans"]):
            arguments = [*command]
            if command == ["validate"]:
                run = subprocess.run(
                    [strace, "-f", "-e", "trace=file", "-o", str(trace),
                     self.command()[0], "validate"], cwd=self.stack, env=self.environment(),
                    stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=True)
                self.assertEqual(run.returncode, 0)
                found = [line for line in trace.read_text().splitlines() if str(self.place) in line]
            else:
                found = opened(*arguments)
            self.assertEqual(found, [], command)
        self.assertNotEqual(opened("key", "list", "--check-destinations"), [])

    def test_the_finding_needs_the_flag(self):
        result = self.kmsctl("key", "list", "--fail-on", "vanished", code=64)
        self.assertIn("add --check-destinations", result.err)
        self.assertNotIn("delivered", self.listed())
        metrics = self.kmsctl("key", "list", "-o", "prometheus").out
        self.assertNotIn('finding="vanished"', metrics)
        metrics = self.kmsctl("key", "list", "-o", "prometheus", "--check-destinations").out
        self.assertIn('finding="vanished"} 0', metrics)

    def test_halves_are_put_together(self):
        self.write("manifests/half.yaml", manifest(
            "half", f"{{directory: {{path: {self.directory}/srv/half-key}}, parts: [key]}}",
            f"{{directory: {{path: {self.directory}/srv/half-word}}, parts: [password]}}"))
        self.kmsctl("apply", "--auto-approve")
        document = json.loads(self.kmsctl("key", "list", "-o", "json", "--check-destinations").out)
        self.assertEqual({row["delivered"] for row in document["keys"]}, {"yes"})
        (password,) = (self.directory / "srv" / "half-word" / "current").glob("*_Password.txt")
        os.chmod(password, 0o600)
        password.write_text("Another-Password-1")
        self.kmsctl("apply", "--auto-approve", code=5)


if __name__ == "__main__":
    unittest.main()
