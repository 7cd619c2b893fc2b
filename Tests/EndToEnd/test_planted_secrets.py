"""No secret leaves by a door it was not sent through.

Issues, rotations, recoveries and failures with keys whose secrets are known, then a search of every
byte of stdout, stderr and logs, of the sandbox's log and state, of /proc/<pid>/cmdline of kmsctl
and its children, and of the children's environment. kmsctl's own environment holds the access key
secret and the password that a manifest takes from it: that is where they came from.
"""
import base64
import json
import re
import subprocess
import tempfile
import unittest
import urllib.parse

from harness import INSTANCE, Result
from planted import Planted
from programs import CommandCase
from tapped import ProcessWatch, WireTap

ENVIRONMENT_PASSWORD = "Planted-in-Env-1~!@#$%^&*?_"
FILE_PASSWORD = "Planted-in-a-File-%2B&?~01234"
COMMAND_PASSWORD = "Planted-By-A-Command~1"
INLINE_PASSWORD = "Planted-Inline-In-A-Manifest-1"
SOURCES = {"generated": "{generate: {length: 32}}", "environment": "{fromEnv: APP_PASSWORD}",
           "file": "{fromFile: app.password}"}


class Search(unittest.TestCase):
    """The search itself: what is planted is found, in every form."""

    def setUp(self):
        self.planted = Planted()
        key = subprocess.run(["openssl", "genrsa", "2048"], check=True, capture_output=True).stdout
        certificate = subprocess.run(
            ["openssl", "req", "-x509", "-key", "/dev/stdin", "-subj", "/CN=planted"], input=key,
            check=True, capture_output=True).stdout
        self.certificate = certificate
        with tempfile.NamedTemporaryFile() as file:
            file.write(key + certificate)
            file.flush()
            self.container = subprocess.run(
                ["openssl", "pkcs12", "-export", "-in", file.name, "-passout",
                 f"pass:{FILE_PASSWORD}"], check=True, capture_output=True).stdout
        self.key = key
        self.text = base64.b64encode(self.container).decode()
        self.planted.plant_key("planted", self.text, FILE_PASSWORD)

    def test_what_is_planted_is_found(self):
        middle = self.text[700:724]
        listing = subprocess.run(["openssl", "rsa", "-noout", "-text"], input=self.key, check=True,
                                 capture_output=True).stdout
        forms = {
            "the whole": self.text, "24 characters": f"x{middle}y",
            "in a URL": urllib.parse.quote(self.text, safe="")[300:400],
            "with slashes escaped": self.text.replace("/", "\\/"),
            "over two lines": self.text[:700] + "\n" + self.text[700:710],
            "the bytes": b"\0\1" + self.container[500:600],
            "in hex": self.container[90:130].hex(),
            "the key in PEM": self.key, "the numbers": listing,
            "the password": f"password={FILE_PASSWORD}",
            "the password in a form": urllib.parse.urlencode({"Password": FILE_PASSWORD}),
            "the password in base64": base64.b64encode(b"a:" + FILE_PASSWORD.encode()),
            "a signature": f"ACS3-HMAC-SHA256 Credential=x,Signature={'0a' * 32}",
        }
        for name, content in forms.items():
            with self.subTest(name):
                self.assertNotEqual(self.planted.found_in(content), set())

    def test_what_is_public_is_not_taken_for_a_secret(self):
        public = subprocess.run(["openssl", "rsa", "-pubout"], input=self.key, check=True,
                                capture_output=True).stdout
        listing = subprocess.run(["openssl", "x509", "-noout", "-text"], input=self.certificate,
                                 check=True, capture_output=True).stdout
        for content in (public, self.certificate, listing, self.text[:23], FILE_PASSWORD[:23]):
            self.assertEqual(self.planted.found_in(content), set())


class PlantedSecrets(CommandCase):
    def setUp(self):
        super().setUp()
        self.tap = WireTap(self.sandbox.endpoint)
        self.addCleanup(self.tap.stop)
        self.planted, self.seen, self.watches, self.keys = Planted(), [], [], set()
        self.planted.plant("access key secret", self.sandbox.handshake["accessKeySecret"])
        self.planted.plant("password from the environment", ENVIRONMENT_PASSWORD)
        self.planted.plant("password from a file", FILE_PASSWORD)
        self.planted.plant("password from a command", COMMAND_PASSWORD)
        self.planted.plant("password in a manifest", INLINE_PASSWORD)
        taker, maker = self.program("taker"), self.program("maker", f"print({COMMAND_PASSWORD!r})")
        self.allowed = ["--allow-exec", str(taker), "--allow-exec", str(maker)]
        self.write("manifests/command.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: QuickAccess\nmetadata: {name: command}\n"
            f"spec: {{instance: {INSTANCE}, networkRules: unrestricted,"
            f" password: {{fromCommand: [{maker}]}},"
            f" deliverTo: [{{command: {{run: [{taker}], stdin: json}}}}]}}\n"))
        for name, password in SOURCES.items():
            self.write(f"manifests/{name}.yaml", (
                f"apiVersion: kmsctl.dev/v1\nkind: QuickAccess\nmetadata: {{name: {name}}}\n"
                f"spec: {{instance: {INSTANCE}, networkRules: unrestricted, password: {password},"
                f" deliverTo: [{{directory: {{path: delivered/{name}}}}}]}}\n"))
        self.write("app.password", FILE_PASSWORD + "\n").chmod(0o600)

    def environment(self):
        return {**super().environment(), "APP_PASSWORD": ENVIRONMENT_PASSWORD}

    def command(self, *arguments):
        command = super().command(*arguments)
        command[-1] = self.tap.endpoint
        if "apply" in arguments or "rotate" in arguments:
            command += [*self.allowed, "--auto-approve", "--debug"]
        return command[:-2] if "--sandbox" in arguments or "validate" in arguments else command

    def kmsctl(self, *arguments, code=0, killed=False):
        """Runs kmsctl watched, and keeps what it says."""
        process = self.start(*arguments)
        watch = ProcessWatch(process)
        if killed:
            self.sandbox.admin("wait")
            process.kill()
            self.sandbox.admin("faults", clear=True)
            self.sandbox.admin("release")
        out, err = process.communicate(timeout=120)
        watch.thread.join()
        self.watches.append(watch)
        self.seen.append((f"{' '.join(arguments)}: stdout", out))
        self.seen.append((f"{' '.join(arguments)}: stderr", err))
        self.collect()
        result = Result(process.returncode, out, err)
        if code is not None:
            self.assertEqual(result.code, code, f"kmsctl {' '.join(arguments)}\n{result}")
        return result

    def collect(self):
        """Plants every key that was delivered since the last look."""
        delivered = [
            (document["KeyId"], document["PrivateKeyData"],
             path.with_name(path.stem + "_Password.txt"))
            for path in (self.stack / "delivered").glob("*/KAAP.*/clientKey_*.json")
            for document in [json.loads(path.read_text())]]
        delivered = [(identity, data, password.read_text())
                     for identity, data, password in delivered if password.exists()]
        for call in self.calls("taker"):
            document = json.loads(call["document"])
            delivered.append((document["keyId"], document["privateKeyData"], document["password"]))
        for identity, data, password in delivered:
            if identity not in self.keys:
                self.keys.add(identity)
                self.planted.plant_key(identity, data, password)

    def fault(self, *faults):
        self.sandbox.admin("faults", set=list(faults))

    def look_around(self):
        """The commands that only read, in both forms."""
        for form in ("text", "json"):
            self.kmsctl("validate", "-o", form)
            self.kmsctl("plan", "-o", form, "--debug", "--verbose")
            self.kmsctl("drift", "-o", form, "--debug", "--show-unmanaged", code=None)
        for form in ("text", "json", "junit", "prometheus"):
            self.kmsctl("key", "list", "--all", "-o", form, "--debug")
        for form in ("text", "json"):
            self.kmsctl("key", "verify", "delivered/file/current", "-o", form, "--debug")
            file = next((self.stack / "delivered/file/current").glob("*.json"))
            self.kmsctl("key", "trace", str(file), "-o", form, "--debug")

    def test_no_secret_is_seen_outside(self):
        self.kmsctl("plan", "--debug")
        self.fault("lose:operation=CreateClientKey,call=1", "throttle:every=7")
        self.kmsctl("apply", "--verbose")
        self.assertEqual(len(self.keys), 4)
        self.look_around()
        self.kmsctl("plan", "--sandbox", "--debug")
        self.rotate()
        self.fail_in_many_ways()
        self.search()

    def rotate(self):
        """Rotations are due: the first try dies, the next recover; later two are asked for."""
        self.sandbox.admin("clock", advanceSeconds=330 * 86400)
        self.fault("hold:operation=UpdateApplicationAccessPoint,call=4,when=after")
        self.kmsctl("apply", code=None, killed=True)
        self.kmsctl("apply", code=None)
        self.kmsctl("apply", "-o", "json")
        self.assertGreaterEqual(len(self.keys), 8)
        self.look_around()
        self.sandbox.admin("clock", advanceSeconds=31 * 86400)
        self.kmsctl("key", "rotate", "command", "--now")
        self.kmsctl("key", "rotate", "file", "--compromised", "-o", "json")
        self.assertGreaterEqual(len(self.keys), 10)

    def fail_in_many_ways(self):
        self.sandbox.admin("clock", advanceSeconds=330 * 86400)
        for form, fault in (
                ("text", "fail:operation=CreateClientKey,status=500"),
                ("json", "fail:operation=CreateClientKey,status=400,code=InvalidParameter"),
                ("text", "fail:operation=CreateClientKey,status=403,code=Forbidden.NoPermission"),
                ("json", "lose:operation=CreateClientKey")):
            self.fault(fault)
            run = self.kmsctl("apply", "-o", form, code=None)
            self.assertIn(run.code, (1, 4, 5))
        self.sandbox.admin("faults", clear=True)
        current = self.stack / "delivered/file/current"
        current.unlink()
        current.mkdir()
        self.assertNotEqual(self.kmsctl("apply", code=None).code, 0)
        current.rmdir()
        (self.stack / "app.password").chmod(0o644)
        self.assertNotEqual(self.kmsctl("apply", code=None).code, 0)
        (self.stack / "app.password").write_text(FILE_PASSWORD + " /\n")
        (self.stack / "app.password").chmod(0o600)
        self.assertNotEqual(self.kmsctl("apply", code=None).code, 0)
        self.write("manifests/inline.yaml", (
            self.stack / "manifests/file.yaml").read_text().replace(
                "{fromFile: app.password}", INLINE_PASSWORD).replace("name: file", "name: inline"))
        for form in ("text", "json"):
            self.kmsctl("validate", "-o", form, code=65)
            self.kmsctl("plan", "-o", form, code=65)

    def search(self):
        sent = self.tap.sent()
        signatures = self.tap.signatures()
        self.assertGreater(len(signatures), 100)
        for signature in signatures:
            self.planted.plant("a signature that was sent", signature)
        # What is looked for really went over the wire, and not in a URL.
        self.assertIn("password from the environment", self.planted.found_in(sent))
        urls = b"\n".join(re.findall(rb"(?:GET|POST) (/\S*) HTTP/1\.1\r\n", sent))
        self.assertIn(b"AapName=generated", urls)
        self.assertEqual(self.planted.found_in(urls), set())
        places = list(self.seen)
        places.append(("log of calls", (self.directory / "sandbox.json.calls.jsonl").read_bytes()))
        state = json.loads((self.directory / "sandbox.json").read_text())
        # The pretended service knows the access key, as the real one does.
        own = json.dumps(state["inventory"].pop("accessKeys", None) or state.pop("accessKeys"))
        self.assertIn("access key secret", self.planted.found_in(own))
        places.append(("sandbox state", json.dumps(state)))
        for name in ("taker", "maker"):
            for call in self.calls(name):
                places.append((f"command line of {name}", call["cmdline"]))
                places.append((f"environment of {name}", call["environ"]))
        for watch in self.watches:
            places += [("command line", line) for line in watch.command_lines]
            places += [("environment of a child", one) for one in watch.children()]
        names = {name for name, _ in places}
        self.assertLessEqual(
            {"environment of a child", "environment of taker", "environment of maker"}, names)
        searched = sum(len(content) for _, content in places)
        # What was said twice is searched once.
        for content, name in {content: name for name, content in places}.items():
            with self.subTest(name):
                self.assertEqual(self.planted.found_in(content), set(), f"in {name}")
        print(f"\nplanted secrets: {self.planted.count} secrets of {len(self.keys)} keys and "
              f"{len(signatures)} calls, none in {searched} bytes of {len(self.seen) // 2} runs",
              flush=True)


if __name__ == "__main__":
    unittest.main()
