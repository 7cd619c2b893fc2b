"""Runs the built kmsctl against the built kms-sandbox, as a user's shell would.

Every test gets a directory, a sandbox and a state file of its own; ports are picked by the system.
KMSCTL_BIN_DIR names the programs under test and has no default: what is tested is what was meant.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("KMSCTL_BIN_DIR") or sys.exit(
    "KMSCTL_BIN_DIR is not set, expected the directory of kmsctl and kms-sandbox\n"
    "  next step: 'make release', then KMSCTL_BIN_DIR=$PWD/.build/dist"))
# What a run under a sanitizer or with a filled heap needs of the environment.
PASSED_ON = {name: os.environ[name] for name in ("ASAN_OPTIONS", "MALLOC_PERTURB_")
             if name in os.environ}
ACCOUNT = "1192000000000000"
INSTANCE = "kst-hzz62ee817bvyyr5x0000"


class Sandbox:
    """A running kms-sandbox and its admin interface."""

    def __init__(self, state, *flags):
        self.process = subprocess.Popen(
            [BIN / "kms-sandbox", "serve", "--port", "0", "--state", str(state),
             "--exit-with-stdin", *flags],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("kms-sandbox ended before it was ready")
        self.handshake = json.loads(line)
        self.endpoint = self.handshake["endpoint"]

    def admin(self, verb, **body):
        """Posts to the admin interface and returns its answer."""
        request = urllib.request.Request(
            f"{self.endpoint}/_sandbox/{verb}", data=json.dumps(body).encode(), method="POST",
            headers={"content-type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                request, timeout=30) as answer:
            return json.loads(answer.read() or b"{}")

    def stop(self):
        """Closes the sandbox's stdin, which ends it."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=30)


class Result:
    """What one run of kmsctl did."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __str__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class EndToEndCase(unittest.TestCase):
    """A test with a directory and a sandbox."""

    sandbox_flags = ()
    maxDiff = None

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="kmsctl-e2e-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.stack = self.directory / "org"
        self.stack.mkdir()
        self.sandbox = Sandbox(self.directory / "sandbox.json", *self.sandbox_flags)
        self.addCleanup(self.sandbox.stop)
        # A state file exists from the start, so that tests can look at the account before a write.
        self.sandbox.admin("reset")

    def restart_sandbox(self, *flags):
        """The same account again, in a sandbox with other flags."""
        self.sandbox.stop()
        self.sandbox = Sandbox(self.directory / "sandbox.json", *flags)
        self.addCleanup(self.sandbox.stop)

    def copy_example(self):
        """Copies the example organisation of the repository into the stack's directory."""
        shutil.copy(ROOT / "kmsctl.yaml", self.stack)
        shutil.copytree(ROOT / "manifests", self.stack / "manifests")

    def inventory(self):
        """What the pretended account holds: each kind by name."""
        inventory = json.loads((self.directory / "sandbox.json").read_text())["inventory"]
        by_name = {kind: {one["name"]: one for one in inventory[kind]}
                   for kind in ("networkRules", "policies", "accessPoints")}
        return {**by_name, "clientKeys": {one["id"]: one for one in inventory["clientKeys"]}}

    def write(self, name, text):
        """Writes a file of the stack."""
        path = self.stack / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def write_stack(self, extra="", name="e2e", uid="e2e001"):
        """Writes a kmsctl.yaml."""
        self.write("kmsctl.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: Stack\n"
            f"metadata: {{name: {name}, uid: {uid}}}\n"
            f"spec:\n  account: \"{ACCOUNT}\"\n  region: cn-hangzhou\n"
            f"  manifests: [manifests/]\n{extra}"))

    def environment(self):
        """The environment of a pipeline, and nothing of the machine's own accounts."""
        keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {
            **keep, **PASSED_ON, "HOME": str(self.directory),
            "ALIBABA_CLOUD_ACCESS_KEY_ID": self.sandbox.handshake["accessKeyID"],
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": self.sandbox.handshake["accessKeySecret"],
        }

    def command(self, *arguments):
        """The argument vector of a run that talks to the sandbox."""
        return [str(BIN / "kmsctl"), *arguments, "--endpoint", self.sandbox.endpoint]

    def start(self, *arguments):
        """Starts a run and returns its process."""
        return subprocess.Popen(
            self.command(*arguments), cwd=self.stack, env=self.environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def kmsctl(self, *arguments, code=0):
        """Runs kmsctl to its end and checks its exit status (None: any)."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        result = Result(process.returncode, out, err)
        if code is not None:
            self.assertEqual(result.code, code, f"kmsctl {' '.join(arguments)}\n{result}")
        return result
