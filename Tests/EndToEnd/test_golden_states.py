"""Upgrades never issue: what older versions left behind plans to "No changes" with this one.

A failure means that this version would write to objects nobody touched, on the day somebody
installs it. The program is wrong then, not the state: a kept state is never made anew.
`docs/decisions/0018` says how a release adds its own.
"""
import json
import pathlib
import re
import shutil

from harness import EndToEndCase, Sandbox

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"
STATES = sorted(path.parent for path in GOLDEN.glob("*/*/kmsctl.yaml"))


class GoldenStates(EndToEndCase):
    """Each in a sandbox that holds it, at the moment it was kept."""

    def load(self, state):
        """Puts a kept state into a new sandbox and its manifests into the stack's directory."""
        self.sandbox.stop()
        shutil.rmtree(self.stack)
        self.stack.mkdir()
        shutil.copy(state / "kmsctl.yaml", self.stack)
        shutil.copytree(state / "manifests", self.stack / "manifests")
        shutil.copy(state / "sandbox.json", self.directory / "sandbox.json")
        self.moment = (state / "clock").read_text().strip()
        self.sandbox = Sandbox(self.directory / "sandbox.json", "--freeze-clock", self.moment)
        self.addCleanup(self.sandbox.stop)

    def test_there_are_states_to_look_at(self):
        self.assertGreaterEqual(len(STATES), 13)

    def test_upgrades_never_issue(self):
        for state in STATES:
            with self.subTest(version=state.parent.name, state=state.name):
                self.load(state)
                plan = self.kmsctl("plan", "--detailed-exitcode")
                self.assertIn("No changes. Live state matches the manifests.", plan.out)
                self.assertNotIn("Bookkeeping", plan.out)
                steps = json.loads(self.kmsctl("plan", "-o", "json").out)["steps"]
                self.assertEqual(steps, [])
                self.kmsctl("drift")

    def test_a_digest_that_moved_under_its_version_would_be_noticed(self):
        """What these tests are for: a marker "brought up to date" by an upgrade is a write."""
        self.load(GOLDEN / "0.1.0" / "example")
        state = self.directory / "sandbox.json"
        self.sandbox.stop()
        state.write_text(re.sub(r" d=[0-9a-f]{16}", " d=0123456789abcdef", state.read_text()))
        self.sandbox = Sandbox(state, "--freeze-clock", self.moment)
        self.addCleanup(self.sandbox.stop)
        self.assertIn("Bookkeeping", self.kmsctl("plan", "--detailed-exitcode", code=2).out)

    def test_an_apply_of_them_writes_nothing(self):
        for state in STATES:
            with self.subTest(version=state.parent.name, state=state.name):
                self.load(state)
                before = self.inventory()
                self.kmsctl("apply", "--auto-approve")
                self.kmsctl("key", "rotate", "--due", "--auto-approve")
                self.assertEqual(self.inventory(), before)

    def test_an_unknown_digest_version_writes_nothing(self):
        """What a later version applied: this one cannot tell whose doing a difference would be."""
        self.load(GOLDEN / "0.1.0" / "example")
        state = self.directory / "sandbox.json"
        self.sandbox.stop()
        text, count = re.subn(r"( d=[0-9a-f]{16})(?=[ \]])", r"\1.9", state.read_text())
        self.assertGreater(count, 10)
        state.write_text(text)
        self.sandbox = Sandbox(state, "--freeze-clock", self.moment)
        self.addCleanup(self.sandbox.stop)
        before = self.inventory()
        plan = self.kmsctl("plan", "--detailed-exitcode")
        self.assertIn("No changes.", plan.out)
        self.kmsctl("drift")
        self.kmsctl("apply", "--auto-approve")
        self.assertEqual(self.inventory(), before)

        # A difference is shown, with nobody to blame; only it is written.
        self.sandbox.admin("edit", address="policy/orders-secrets",
                           set={"Resources": "[\"secret/*\"]"})
        drift = self.kmsctl("drift", code=2)
        self.assertIn("~ policy/orders-secrets [unknown]", drift.out)
        self.assertIn("Plan: 0 to add, 1 to change, 0 to destroy.", drift.out)


if __name__ == "__main__":
    import unittest
    unittest.main()
