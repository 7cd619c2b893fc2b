"""A destination that fails, seen from outside: exit status, what is said, what the service holds.

Before the first publish the new key is gone from the service again; from then on it stays, and the
next run finishes. The key that was there before is never touched.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

from delivered import open_key, problems
from harness import INSTANCE, EndToEndCase

MANIFEST = """
apiVersion: kmsctl.dev/v1
kind: QuickAccess
metadata: {{name: app}}
spec:
  instance: {instance}
  networkRules: unrestricted
  deliverTo: [{places}]
"""


class Destinations(EndToEndCase):
    def setUp(self):
        super().setUp()
        self.write_stack()
        # Everybody may pass, so that a run without privileges finds its way.
        for directory in (self.directory, self.stack):
            directory.chmod(0o755)

    def deliver_to(self, *paths):
        places = ", ".join(f"{{directory: {{path: {path}}}}}" for path in paths)
        self.write("manifests/app.yaml", MANIFEST.format(instance=INSTANCE, places=places))

    def mount(self, options):
        """A small file system in memory, unmounted at the end."""
        place = pathlib.Path(tempfile.mkdtemp(prefix="kmsctl-tmpfs-"))
        self.addCleanup(place.rmdir)
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "kmsctl-test", place], check=True)
        self.addCleanup(subprocess.run, ["umount", place], check=True)
        return place

    def apply(self, code):
        return self.kmsctl("apply", "--auto-approve", code=code)

    def keys(self):
        return self.inventory()["clientKeys"]

    def intent(self):
        """The open intent in the access point's marker, or nothing."""
        description = self.inventory()["accessPoints"]["app"]["description"]
        return " i=" in description

    def assert_converged(self, *places):
        self.kmsctl("plan", "--detailed-exitcode")
        self.assertFalse(self.intent())
        for place in places:
            self.assertEqual(problems(place, self.keys()), [])

    def test_a_full_disk_is_noticed_before_anything_is_written(self):
        place = self.mount("size=64k,mode=755")
        (place / "filling").write_bytes(b"x" * 60 * 1024)
        self.deliver_to(place / "kms")
        result = self.apply(1)
        self.assertIn("No space left on device", result.err)
        self.assertIn(f"directory {place}/kms", result.err)
        self.assertEqual(self.keys(), {})
        self.assertNotIn("app", self.inventory()["accessPoints"])
        self.assertEqual(list(place.iterdir()), [place / "filling"])
        (place / "filling").unlink()
        self.apply(0)
        self.assert_converged(place / "kms")

    def test_a_disk_that_fills_up_after_the_preflight_takes_the_key_back(self):
        place = self.mount("size=256k,mode=755")
        self.deliver_to("delivered/app", place / "kms")
        process = self.hold("CreateClientKey")
        (place / "filling").write_bytes(b"x" * 252 * 1024)
        result = self.let_go(process, 5)
        self.assertRegex(result.err, r"client key KAAP\.\S+ could not be delivered to "
                                     rf"directory {place}/kms: cannot \w+ '\S+': No space left")
        self.assertEqual(self.keys(), {})
        self.assertFalse(self.intent())
        self.assertFalse((self.stack / "delivered/app/current").exists())
        (place / "filling").unlink()
        self.apply(0)
        self.assert_converged(self.stack / "delivered/app", place / "kms")

    def test_a_read_only_disk_is_noticed_before_anything_is_written(self):
        place = self.mount("size=64k,mode=755")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        self.deliver_to("delivered/app", place / "kms")
        result = self.apply(1)
        self.assertIn("Read-only file system", result.err)
        self.assertEqual(self.keys(), {})
        self.assertNotIn("app", self.inventory()["accessPoints"])

    @unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else")
    def test_a_directory_of_another_user_is_noticed_by_a_user_without_privileges(self):
        place = self.directory / "roots"
        place.mkdir(mode=0o755)
        self.deliver_to(place)
        run = subprocess.run(
            self.command("apply", "--auto-approve"), cwd=self.stack, env=self.environment(),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, user=65534, group=65534,
            extra_groups=[], timeout=120, check=False)
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        self.assertIn("Permission denied", run.stderr)
        self.assertEqual(self.keys(), {})
        self.assertNotIn("app", self.inventory()["accessPoints"])

    def test_a_second_destination_that_fails_before_the_first_publish_takes_the_key_back(self):
        self.deliver_to("one", "two")
        process = self.hold("CreateClientKey")
        (self.stack / "two").write_text("a file in place of the directory")
        result = self.let_go(process, 5)
        self.assertRegex(result.err, r"client key KAAP\.\S+ could not be delivered to directory "
                                     r"two: cannot \w+ '\S+/two': \w+")
        self.assertEqual(self.keys(), {})
        # What is staged there cannot be looked for, so the marker remembers to.
        self.assertTrue(self.intent())
        self.assertEqual([path.name for path in (self.stack / "one").iterdir()], [".kmsctl"])
        (self.stack / "two").unlink()
        self.apply(0)
        self.assert_converged(self.stack / "one", self.stack / "two")

    def test_a_second_destination_that_fails_after_the_first_publish_leaves_the_key_pending(self):
        self.deliver_to("one", "two")
        self.apply(0)
        (old,) = self.keys()
        # Somebody takes the recorded key away, so that a new one is issued beside what is there.
        self.sandbox.admin("edit", address=f"clientkey/{old}", delete=True)
        self.deliver_to("one", "two")
        process = self.hold("CreateClientKey")
        # Staging works, switching does not: a directory stands where the link goes.
        (self.stack / "two" / "current").unlink()
        (self.stack / "two" / "current").mkdir()
        (self.stack / "two" / "current" / "file").touch()
        result = self.let_go(process, 5)
        self.assertRegex(
            result.err, r"client key KAAP\.\S+ is published at directory one, but not surely at "
                        r"directory two: cannot rename")
        (pending,) = self.keys()
        self.assertTrue(self.intent())
        self.assertEqual(open_key(self.stack / "one" / "current")[0], pending)
        # Exit 5 again while it is broken, and never a key taken from the application.
        self.apply(1)
        self.assertIn(pending, self.keys())
        shutil.rmtree(self.stack / "two" / "current")
        self.apply(0)
        self.assert_converged(self.stack / "one", self.stack / "two")
        self.assertIn(pending, self.keys(), "what the application may be using stays")
        self.assertEqual(open_key(self.stack / "one" / "current"),
                         open_key(self.stack / "two" / "current"))

    def hold(self, operation):
        """Starts an apply that stands still at an operation."""
        self.sandbox.admin("faults", set=[f"hold:operation={operation},call=1"])
        process = self.start("apply", "--auto-approve")
        deadline = time.monotonic() + 60
        while not self.sandbox.admin("status")["held"]:
            self.assertIsNone(process.poll(), "the run ended before it got there")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        return process

    def let_go(self, process, code):
        """Lets the run go on to its end."""
        self.sandbox.admin("faults", clear=True)
        self.sandbox.admin("release")
        out, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, code, out + err)
        return type("Result", (), {"out": out, "err": err})


if __name__ == "__main__":
    unittest.main()
