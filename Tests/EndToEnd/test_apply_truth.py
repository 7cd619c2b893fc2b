"""What an apply makes sure of: the key is on the disk, and the truth is told in time."""
import os
import shutil
import signal
import subprocess

from harness import INSTANCE, EndToEndCase

MANIFEST = f"""
apiVersion: kmsctl.dev/v1
kind: QuickAccess
metadata: {{name: quick}}
spec:
  instance: {INSTANCE}
  networkRules: unrestricted
  deliverTo: [{{directory: {{path: new/deep/quick}}}}]
"""


class ApplyTruth(EndToEndCase):
    def setUp(self):
        super().setUp()
        self.write_stack()
        self.write("manifests/quick.yaml", MANIFEST)

    def test_every_new_directory_is_flushed_into_its_parent(self):
        strace = shutil.which("strace")
        if not strace or subprocess.run(
                [strace, "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("needs strace")
        trace = self.directory / "trace"
        run = subprocess.run(
            [strace, "-f", "-y", "-e", "trace=mkdir,fsync", "-o", trace,
             *self.command("apply", "--auto-approve")],
            cwd=self.stack, env=self.environment(), capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)
        lines = trace.read_text().splitlines()
        for name in ("new", "new/deep", "new/deep/quick"):
            made = max(number for number, line in enumerate(lines)
                       if "mkdir(" in line and f"/{name}\"" in line)
            parent = os.path.dirname(self.stack / name)
            self.assertTrue(
                any("fsync(" in line and f"<{parent}>" in line for line in lines[made:]),
                f"{parent} was not flushed after {name} was made")

    def test_a_last_look_that_cannot_read_is_no_verdict(self):
        self.sandbox.admin("faults", set=[
            "fail:status=403,code=Forbidden.NoPermission,operation=ListPolicies,every=2"])
        result = self.kmsctl("apply", "--auto-approve", code=5)
        self.assertIn("error: it cannot be told whether everything was applied: 1 of the live "
                      "objects could not be read afterwards\n", result.err)
        self.assertNotIn("did not converge", result.err)
        self.assertNotIn("Apply complete", result.out + result.err)
        self.assertIn("\nApply incomplete, though every step is done. Resources: 3 added",
                      result.out)

    def test_a_result_that_nobody_could_read_is_not_taken_for_a_run_that_did_nothing(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            run = subprocess.run(
                self.command("apply", "--auto-approve"), cwd=self.stack,
                env=self.environment(), stdout=full, stderr=subprocess.PIPE, text=True,
                check=False)
        self.assertEqual(run.returncode, 5, run.stderr)
        self.assertIn("error: cannot write the result to stdout: No space left on device",
                      run.stderr)
        self.assertIn("what was carried out stands: 'kmsctl plan' and 'kmsctl key list' show it",
                      run.stderr)

    def test_an_interrupt_while_reading_again_does_not_take_the_summary_away(self):
        self.sandbox.admin("faults", set=["hold:operation=ListPolicies,call=2,when=after"])
        process = self.start("apply", "--auto-approve", "-o", "json")
        self.sandbox.admin("wait")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.sandbox.admin("release")
        self.assertEqual((process.returncode, out), (130, ""))
        self.assertIn("Every step is done: 3 added, 0 changed, 0 destroyed. Looking", err)
        self.assertNotIn("Apply complete", err)


if __name__ == "__main__":
    import unittest
    unittest.main()
