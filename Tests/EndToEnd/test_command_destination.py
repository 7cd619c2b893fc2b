"""Delivering by command: every end of a program, the recipes of the documentation, no secret out."""
import base64
import json
import os
import re
import shutil
import signal
import subprocess
import time
import unittest

import jsonschema
from harness import BIN, ROOT
from programs import CommandCase, recipe

SCHEMA = json.loads((ROOT / "schemas" / "delivery.schema.json").read_text())


class CommandEnds(CommandCase):
    """What each end of a program means."""

    def first_delivery(self):
        """Delivers a first key to a program that takes it but ends so that nobody is sure.

        The key is in use, and the next apply issues its successor.
        """
        taker = self.program("first-taker", "sys.exit(255)")
        self.deliver_to(self.entry(taker))
        self.apply(taker, code=5)
        old = self.keys()
        self.assertEqual(
            old, [json.loads(call["document"])["keyId"] for call in self.calls("first-taker")])
        self.assertEqual(len(old), 1)
        return taker, old

    def rotate_to(self, then, code=5, **fields):
        """Lets the successor meet a program that ends as `then` says."""
        _, old = self.first_delivery()
        program = self.program("program", then)
        self.deliver_to(self.entry(program, **fields))
        result = self.apply(program, code=code)
        self.assertTrue(set(old) <= set(self.keys()), "the old key is untouched")
        return result, old

    def check_recovery(self, old):
        """The next apply, with a program that works, finishes: a successor of the pending key."""
        pending = set(self.keys()) - set(old)
        self.assertEqual(len(pending), 1)
        taker = self.program("taker")
        before = len(self.calls("taker"))
        self.deliver_to(self.entry(taker))
        self.apply(taker)
        delivered = [json.loads(call["document"])["keyId"] for call in self.calls("taker")[before:]]
        self.assertEqual(len(delivered), 1)
        self.assertEqual(set(self.keys()), {*old, *pending, *delivered})
        self.assertNotIn(delivered[0], pending)

    def test_status_0_is_a_delivery(self):
        taker = self.program("taker")
        self.deliver_to(self.entry(taker))
        self.apply(taker)
        (call,) = self.calls("taker")
        document = json.loads(call["document"])
        jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)
        self.assertEqual([document["keyId"]], self.keys())
        self.assertEqual(document["accessPoint"], "orders")
        self.open_key(document["privateKeyData"], document["password"])
        self.assertEqual(self.kmsctl("plan", "--detailed-exitcode").code, 0)

    def open_key(self, private_key_data, password):
        """Opens a delivered key with openssl."""
        container = self.directory / "opened.p12"
        container.write_bytes(base64.b64decode(private_key_data))
        opened = subprocess.run(
            ["openssl", "pkcs12", "-in", container, "-passin", "stdin", "-nodes"],
            input=password, check=True, capture_output=True, text=True).stdout
        self.assertIn("PRIVATE KEY", opened)

    def test_status_1_takes_the_key_back(self):
        result, old = self.rotate_to("sys.exit(1)")
        self.assertEqual(len(self.calls("program")), 1)
        self.assertIn("could not be delivered", result.err)
        self.assertEqual(self.keys(), old)
        program = self.program("program")
        self.apply(program)
        self.assertEqual(len(self.keys()), 2)

    def test_a_time_out_leaves_the_key_pending(self):
        begin = time.monotonic()
        result, old = self.rotate_to("time.sleep(60)", timeout="1s")
        self.assertLess(time.monotonic() - begin, 40)
        self.assertIn("did not end within 1s and was ended, so it may have taken the key",
                      result.err + result.out)
        self.check_recovery(old)

    def test_a_killed_program_leaves_the_key_pending(self):
        _, old = self.first_delivery()
        program = self.program("program", "time.sleep(60)")
        self.deliver_to(self.entry(program))
        process = self.start("apply", "--auto-approve", "--allow-exec", str(program))
        deadline = time.monotonic() + 60
        while not self.calls("program"):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        (call,) = self.calls("program")
        os.kill(call["process"], signal.SIGKILL)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 5, out + err)
        self.assertIn("was ended by signal 9, so it may have taken the key", err)
        self.check_recovery(old)

    def test_a_program_does_not_outlive_kmsctl(self):
        _, old = self.first_delivery()
        late = self.directory / "late"
        program = self.program("program", f"""
            import subprocess
            child = subprocess.Popen(["sh", "-c", "sleep 5; touch {late}"])
            with open({str(self.directory / 'child')!r}, "w") as file:
                file.write(str(child.pid))
            child.wait()
            """)
        self.deliver_to(self.entry(program))
        process = self.start("apply", "--auto-approve", "--allow-exec", str(program))
        self.wait_for(lambda: (self.directory / "child").exists()
                      and (self.directory / "child").read_text())
        process.kill()
        process.communicate()
        (call,) = self.calls("program")
        child = int((self.directory / "child").read_text())
        self.wait_for(lambda: not self.is_alive(call["process"]) and not self.is_alive(child))
        self.assertFalse(late.exists())
        self.check_recovery(old)

    def wait_for(self, condition):
        """Waits until something is so."""
        deadline = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    @staticmethod
    def is_alive(process):
        """Whether a process is there and no zombie."""
        try:
            with open(f"/proc/{process}/stat", encoding="utf-8") as file:
                return ") Z " not in file.read()
        except FileNotFoundError:
            return False

    def test_status_137_leaves_the_key_pending(self):
        result, old = self.rotate_to("sys.exit(137)")
        self.assertIn("ended with status 137, so it may have taken the key", result.err)
        self.check_recovery(old)

    def test_the_second_of_two_destinations_fails(self):
        _, old = self.first_delivery()
        first, second = self.program("first"), self.program("second", "sys.exit(1)")
        self.deliver_to(self.entry(first), self.entry(second))
        result = self.apply(first, second, code=5)
        self.assertIn(f"is published at command {first}, but not surely at command {second}",
                      result.err)
        (pending,) = set(self.keys()) - set(old)
        self.assertEqual(json.loads(self.calls("first")[0]["document"])["keyId"], pending)
        self.program("second")
        self.apply(first, second)
        successor = json.loads(self.calls("first")[1]["document"])["keyId"]
        self.assertEqual(json.loads(self.calls("second")[1]["document"])["keyId"], successor)
        self.assertEqual(set(self.keys()), {*old, pending, successor})

    def test_huge_output(self):
        result, _ = self.rotate_to("""
            for _ in range(200):
                sys.stdout.write("x" * 100_000)
                sys.stderr.write("y " * 50_000)
            sys.stderr.write("\\nthe last word\\n")
            sys.exit(1)""")
        self.assertIn("the last word", result.err)
        self.assertLess(len(result.err) + len(result.out), 20_000)

    def test_a_program_that_closes_its_input_early(self):
        _, old = self.first_delivery()
        program = self.program("program", "sys.stdin.close(); os.close(0); time.sleep(0.2)",
                               unread=True)
        self.deliver_to(self.entry(program))
        self.apply(program)
        self.assertEqual(len(self.keys()), len(old) + 1)

    def test_secrets_in_its_complaint_are_covered(self):
        result, _ = self.rotate_to("""
            import base64
            d = json.loads(document)
            key, password = d["privateKeyData"], d["password"]
            sys.stderr.write("password " + password + "\\n")
            sys.stderr.write("sealed " + base64.b64encode(password.encode()).decode() + "\\n")
            sys.stderr.write("key " + key[100:160] + " " + key[7:27] + "\\n")
            with open(PLACE + ".secrets", "w") as file:
                file.write(password + "\\n" + key + "\\n")
            sys.exit(1)""")
        password, key = (self.directory / "program.jsonl.secrets").read_text().split()
        shown = result.err + result.out
        self.assertIn("password ••• / sealed ••• / key ••• •••", shown.replace("•••=", "•••"))
        for start in range(0, len(password) - 6):
            self.assertNotIn(password[start:start + 7], shown)
        for start in range(0, len(key) - 12):
            self.assertNotIn(key[start:start + 12], shown)

    def test_a_grandchild_that_keeps_the_pipe_open(self):
        _, old = self.first_delivery()
        program = self.program("program", """
            import subprocess
            kept = subprocess.Popen(["sleep", "50"])
            with open(PLACE + ".pid", "w") as file:
                file.write(str(kept.pid))""")
        self.deliver_to(self.entry(program, timeout="40s"))
        begin = time.monotonic()
        self.apply(program)
        self.assertLess(time.monotonic() - begin, 30)
        os.kill(int((self.directory / "program.jsonl.pid").read_text()), signal.SIGKILL)
        self.assertEqual(len(self.keys()), len(old) + 1)


class CommandPreflight(CommandCase):
    """What is refused before the first write."""

    def second_access_point(self):
        """Writes the same access point again under another name."""
        manifest = self.stack / "manifests" / "orders.yaml"
        second = manifest.read_text().split("---\n")[1].replace("name: orders", "name: batch")
        self.write("manifests/batch.yaml", second)

    def test_one_program_may_take_the_keys_of_many(self):
        program = self.program("program")
        self.deliver_to(self.entry(program))
        self.second_access_point()
        self.apply(program)
        names = sorted(json.loads(call["document"])["accessPoint"] for call in self.calls("program"))
        self.assertEqual(names, ["batch", "orders"])

    def test_one_kubernetes_secret_takes_one_key(self):
        program = self.program("program")
        self.deliver_to(self.entry(program, stdin="kubernetesSecret", kubernetes="{name: kms}"))
        self.second_access_point()
        self.assertIn("is delivered there too", self.apply(program, code=1).err)
        self.check_nothing_written()

    def check_nothing_written(self):
        self.assertNotIn("orders", self.inventory()["accessPoints"])
        self.assertNotIn("crypto", self.inventory()["policies"])

    def test_a_program_that_is_not_allowed(self):
        program, other = self.program("program"), self.program("other")
        self.deliver_to(self.entry(program))
        self.assertIn("matches no program that the manifests run",
                      self.apply(other, code=64).err)
        result = self.apply(code=1)
        self.assertIn(f"'{program}' is not allowed to run (pass --allow-exec {program})", result.err)
        self.assertEqual(self.calls("program"), [])
        self.check_nothing_written()

    def test_a_link_is_not_what_it_leads_to(self):
        program = self.program("program")
        link = self.directory / "link"
        link.symlink_to(program)
        self.deliver_to(self.entry(link))
        self.apply(program, code=64)
        self.apply(code=1)
        self.check_nothing_written()
        self.apply(link)
        self.assertEqual(len(self.calls("program")), 1)

    def test_a_program_that_is_not_there(self):
        missing = self.directory / "missing"
        self.deliver_to(self.entry(missing))
        result = self.apply(missing, code=1)
        self.assertIn(f"'{missing}' cannot be run: No such file or directory", result.err)
        self.check_nothing_written()

    def test_a_check_that_fails(self):
        program = self.program("program")
        check = self.program("check", "print('no cluster', file=sys.stderr); sys.exit(3)")
        self.deliver_to(self.entry(program, check=f"[{check}]"))
        result = self.apply(program, check, code=1)
        self.assertIn(f"its check '{check}' ended with status 3: no cluster", result.err)
        self.assertIn("KMSCTL_ACCESS_POINT=orders\0", self.calls("check")[0]["environ"])
        self.check_nothing_written()

    def test_other_commands_run_nothing(self):
        program = self.program("program")
        self.deliver_to(self.entry(program, check=f"[{program}]"),
                        password=f"{{fromCommand: [{program}]}}")
        for words in (["validate"], ["plan"], ["drift"]):
            self.kmsctl(*words, code=None)
            self.kmsctl(*words, "--allow-exec", str(program), code=64)
        self.assertEqual(self.calls("program"), [])

    def test_a_relative_path_cannot_be_allowed(self):
        self.deliver_to(self.entry(self.program("program")))
        result = self.apply("program", code=64)
        self.assertIn("--allow-exec is 'program', expected an absolute path", result.err)


class CommandSecrets(CommandCase):
    """Where secrets are, and where they are not."""

    def environment(self):
        return {**super().environment(), "KEY_PASSWORD": "Planted-Password-1",
                "KMSCTL_COLOR": "never", "VAULT_TOKEN": "for the program"}

    def test_neither_arguments_nor_environment_hold_one(self):
        program, check = self.program("program"), self.program("check")
        self.deliver_to(self.entry(program, check=f"[{check}]"), password="{fromEnv: KEY_PASSWORD}")
        result = self.apply(program, check)
        (call,) = self.calls("program")
        document = json.loads(call["document"])
        self.assertEqual(document["password"], "Planted-Password-1")
        self.assertEqual(self.calls("check")[0]["document"], "")
        secrets = [document["password"], document["privateKeyData"],
                   self.sandbox.handshake["accessKeySecret"]]
        for seen in (call, self.calls("check")[0]):
            for secret in secrets:
                self.assertNotIn(secret, seen["cmdline"])
                self.assertNotIn(secret, seen["environ"])
            names = {one.split("=")[0] for one in seen["environ"].split("\0") if one}
            self.assertFalse({name for name in names if name.startswith(("ALIBABA", "ALI"))})
            self.assertIn("VAULT_TOKEN", names)
            self.assertNotIn("KEY_PASSWORD", names)
            self.assertLessEqual({name for name in names if name.startswith("KMSCTL_")},
                                 {"KMSCTL_ACCESS_POINT", "KMSCTL_KEY_ID", "KMSCTL_NOT_AFTER"})
        for secret in secrets:
            self.assertNotIn(secret, result.out + result.err)

    def test_no_core_file_of_an_apply(self):
        program = self.program("program")
        self.deliver_to(self.entry(program))
        self.apply(program)
        (call,) = self.calls("program")
        limit = re.search(r"Max core file size\s+(\S+)\s+(\S+)", call["limits"])
        self.assertEqual(limit.groups(), ("0", "0"))

    @unittest.skipUnless(os.geteuid() == 0, "only root can start a program as somebody else")
    def test_its_own_user_cannot_look_into_it(self):
        self.directory.chmod(0o755)
        # Whoever cannot reach the program cannot be it; the copies are gone with the directory.
        copy = self.directory / "kmsctl"
        shutil.copy(BIN / "kmsctl", copy)
        self.sandbox.admin("faults", set=["hold:operation=GetCallerIdentity"])
        self.addCleanup(self.sandbox.admin, "release")
        process = subprocess.Popen(
            [copy, "whoami", "--region", "cn-hangzhou", "--endpoint", self.sandbox.endpoint],
            env=self.environment(), cwd="/", user=65534, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        control = subprocess.Popen(["sleep", "60"], user=65534)
        try:
            deadline = time.monotonic() + 30
            owner = None
            while owner != 0 and time.monotonic() < deadline and process.poll() is None:
                owner = os.stat(f"/proc/{process.pid}/environ").st_uid
                time.sleep(0.02)
            self.assertEqual(owner, 0)
            self.assertEqual(os.stat(f"/proc/{control.pid}/environ").st_uid, 65534)
        finally:
            for one in (process, control):
                one.kill()
                one.wait()


class PasswordCommands(CommandCase):
    """Passwords from a command."""

    def test_it_is_asked_once_for_each_key(self):
        password = self.program("password", "print('Planted-Password-1')", unread=True)
        program = self.program("program")
        self.deliver_to(self.entry(program), password=f"{{fromCommand: [{password}, orders]}}")
        self.kmsctl("plan")
        self.assertEqual(self.calls("password"), [])
        result = self.apply(password, program)
        (call,) = self.calls("password")
        self.assertEqual(call["arguments"], ["orders"])
        document = json.loads(self.calls("program")[0]["document"])
        self.assertEqual(document["password"], "Planted-Password-1")
        self.assertNotIn("Planted-Password-1", result.out + result.err)
        self.apply(password, program)
        self.assertEqual(len(self.calls("password")), 1)

    def fail_with(self, then):
        password = self.program("password", then, unread=True)
        program = self.program("program")
        self.deliver_to(self.entry(program), password=f"{{fromCommand: [{password}]}}")
        result = self.apply(password, program, code=5)
        self.assertEqual(self.keys(), [])
        self.assertEqual(self.calls("program"), [])
        return result.err

    def test_a_password_command_that_fails(self):
        self.assertIn(
            f"the command '{self.directory / 'password'}' for the password ended with status 4: sealed",
            self.fail_with("print('sealed', file=sys.stderr); sys.exit(4)"))

    def test_a_password_that_breaks_the_rule(self):
        self.assertIn(
            f"the password from '{self.directory / 'password'}' has 3 characters, "
            "8 to 64 are allowed", self.fail_with("print('abc')"))

    def test_a_password_command_that_is_not_allowed(self):
        password, program = self.program("password"), self.program("program")
        self.deliver_to(self.entry(program), password=f"{{fromCommand: [{password}]}}")
        result = self.apply(program, code=1)
        self.assertIn(f"(pass --allow-exec {password})", result.err)
        self.assertNotIn("orders", self.inventory()["accessPoints"])


class Recipes(CommandCase):
    """The recipes of docs/deliver-by-command.md, as they stand there."""

    def deliver_by(self, manifest, *replacements):
        for old, new in replacements:
            self.assertIn(old, manifest)
            manifest = manifest.replace(old, str(new))
        entries = re.sub(r"^deliverTo:\n", "", manifest)
        self.deliver_to("PLACE")
        path = self.stack / "manifests" / "orders.yaml"
        path.write_text(path.read_text().replace(
            "      - PLACE\n", "".join(f"    {line}\n" for line in entries.splitlines())))

    def test_kubernetes(self):
        (manifest,), _ = recipe("Kubernetes")
        kubectl = self.program("recording-kubectl")
        self.deliver_by(manifest, ("/usr/bin/kubectl", kubectl))
        self.apply(kubectl)
        check, run = self.calls("recording-kubectl")
        self.assertEqual(check["arguments"], [
            "auth", "can-i", "patch", "secrets/payments-kms", "--namespace=payments", "--quiet"])
        self.assertEqual(run["arguments"], [
            "apply", "--server-side", "--field-manager=kmsctl", "-f", "-"])
        secret = json.loads(run["document"])
        self.assertEqual(set(secret), {"apiVersion", "kind", "metadata", "type", "data"})
        self.assertEqual((secret["apiVersion"], secret["kind"], secret["type"]),
                         ("v1", "Secret", "Opaque"))
        metadata = secret["metadata"]
        self.assertEqual((metadata["name"], metadata["namespace"]), ("payments-kms", "payments"))
        (key,) = self.keys()
        self.assertEqual(metadata["labels"]["kmsctl.dev/key-id"], key)
        for label in metadata["labels"].values():
            self.assertRegex(label, r"^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$")
        for name in [*metadata["labels"], *metadata["annotations"]]:
            self.assertRegex(name, r"^([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$")
        for name in secret["data"]:
            self.assertRegex(name, r"^[-._a-zA-Z0-9]+$")
        data = {name: base64.b64decode(value, validate=True).decode()
                for name, value in secret["data"].items()}
        self.assertEqual(json.loads(data["clientKey.json"])["KeyId"], key)
        CommandEnds.open_key(self, json.loads(data["clientKey.json"])["PrivateKeyData"],
                             data["password"])

    def test_vault(self):
        (manifest,), _ = recipe("Vault")
        vault = self.program("recording-vault")
        self.deliver_by(manifest, ("/usr/bin/vault", vault))
        self.apply(vault)
        check, run = self.calls("recording-vault")
        self.assertEqual(check["arguments"], ["token", "lookup"])
        self.assertEqual(run["arguments"], ["kv", "put", "-mount=secret", "payments/kms", "-"])
        document = json.loads(run["document"])
        self.assertEqual([document["keyId"]], self.keys())
        CommandEnds.open_key(self, document["privateKeyData"], document["password"])

    def test_age(self):
        (manifest,), (shell,) = recipe("age")
        (self.stack / "sealed").mkdir()
        identity = self.stack / "age-identity.txt"
        subprocess.run(["age-keygen", "-o", identity], check=True, capture_output=True)
        recipient = re.search(r"age1[a-z0-9]+", identity.read_text()).group(0)
        self.deliver_by(manifest, ("age1RECIPIENT", recipient))
        self.apply("/usr/bin/age", "/usr/bin/test")
        sealed = (self.stack / "sealed" / "payments-api.env.age").read_text()
        self.assertTrue(sealed.startswith("-----BEGIN AGE ENCRYPTED FILE-----"))
        (key,) = self.keys()
        self.assertNotIn(key, sealed)
        print_it = 'printf "%s\\n" "$KMS_KEY_ID" "$KMS_CLIENT_KEY" "$KMS_CLIENT_KEY_PASSWORD"'
        shown = subprocess.run(["sh", "-ec", f"{shell}\n{print_it}"], cwd=self.stack, check=True,
                               capture_output=True, text=True).stdout.splitlines()
        self.assertEqual(shown[0], key)
        CommandEnds.open_key(self, json.loads(shown[1])["PrivateKeyData"], shown[2])
        self.assertEqual(os.stat(self.stack / "kms.env").st_mode & 0o777, 0o600)


if __name__ == "__main__":
    unittest.main()
