"""A stack with one access point and two directories that can be put back to where it was."""
import datetime
import re
import shutil

from harness import INSTANCE, EndToEndCase, Sandbox

MANIFEST = f"""
apiVersion: kmsctl.dev/v1
kind: QuickAccess
metadata: {{name: app}}
spec:
  instance: {INSTANCE}
  networkRules: unrestricted
  deliverTo: [{{directory: {{path: delivered/first}}}}, {{directory: {{path: delivered/second}}}}]
"""

# A key lives a year. This long after it was issued it is due, with a day for the jitter, and this
# long after that its predecessor goes.
DUE = datetime.timedelta(days=330)
OVERLAP = datetime.timedelta(days=30, seconds=1)


class SavedStackCase(EndToEndCase):
    """A stack whose state, here and at the service, can be saved and put back."""

    now = datetime.datetime(2026, 11, 24, 12)

    def setUp(self):
        super().setUp()
        self.places = [self.stack / "delivered" / name for name in ("first", "second")]
        self.saved = self.directory / "saved"
        self.stop_clock()

    def stop_clock(self):
        self.sandbox.admin("clock", freeze=f"{self.now.isoformat()}Z")

    def pass_time(self, span):
        """The service's clock moves and stands still again."""
        self.now += span
        self.stop_clock()

    def deliver_one(self, manifest=MANIFEST):
        """Applies the stack with one access point for the first time; returns the key."""
        self.write_stack()
        self.write("manifests/app.yaml", manifest)
        self.kmsctl("apply", "--auto-approve")
        (key,) = self.inventory()["clientKeys"].values()
        return key

    def save(self):
        """Keeps everything as it is now."""
        self.saved.mkdir()
        shutil.copy(self.directory / "sandbox.json", self.saved)
        if (self.stack / "delivered").exists():
            shutil.copytree(self.stack / "delivered", self.saved / "delivered", symlinks=True)

    def restore(self):
        """Back to what was saved, in a new sandbox whose clock stands."""
        self.sandbox.stop()
        shutil.copy(self.saved / "sandbox.json", self.directory)
        shutil.rmtree(self.stack / "delivered", ignore_errors=True)
        if (self.saved / "delivered").exists():
            shutil.copytree(self.saved / "delivered", self.stack / "delivered", symlinks=True)
        self.sandbox = Sandbox(
            self.directory / "sandbox.json", "--freeze-clock", f"{self.now.isoformat()}Z",
            *self.sandbox_flags)
        self.addCleanup(self.sandbox.stop)

    def assert_recorded(self, keys, perhaps=()):
        """The marker knows exactly these keys, perhaps those, and nothing is open."""
        text = self.inventory()["accessPoints"]["app"]["description"]
        recorded = set(re.findall(r"[ =,]([0-9a-f]{8})@", text))
        recorded -= {key.removeprefix("KAAP.")[:8] for key in perhaps}
        self.assertEqual(recorded, {key.removeprefix("KAAP.")[:8] for key in keys}, text)
        self.assertNotIn(" i=", text)
