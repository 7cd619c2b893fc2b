"""SIGKILL at every API call of a first apply over all kinds, before and after the call's work.

A second apply must converge: one live key per access point, every key recorded and delivered,
nothing foreign touched.
"""
import shutil
import time
import unittest

from harness import INSTANCE, EndToEndCase

MANIFESTS = f"""
apiVersion: kmsctl.dev/v1
kind: NetworkRule
metadata: {{name: net}}
spec: {{type: Private, allowedSourceIPs: [10.0.0.0/16]}}
---
apiVersion: kmsctl.dev/v1
kind: Policy
metadata: {{name: pol}}
spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser], resources: [key/a], networkRules: [net]}}
---
apiVersion: kmsctl.dev/v1
kind: ApplicationAccessPoint
metadata: {{name: app}}
spec: {{authenticationMethod: ClientKey, policies: [pol]}}
---
apiVersion: kmsctl.dev/v1
kind: ClientKey
metadata: {{name: app}}
spec: {{validity: 365d, deliverTo: [{{directory: {{path: delivered/app}}}}]}}
---
apiVersion: kmsctl.dev/v1
kind: QuickAccess
metadata: {{name: quick}}
spec:
  instance: {INSTANCE}
  networkRules: [net]
  deliverTo: [{{directory: {{path: delivered/quick}}}}]
"""


class KillMatrix(EndToEndCase):
    def setUp(self):
        super().setUp()
        self.write_stack()
        self.write("manifests/all.yaml", MANIFESTS)

    def test_every_call_of_a_first_apply(self):
        before = self.sandbox.admin("status")["calls"]
        self.kmsctl("apply", "--auto-approve")
        total = self.sandbox.admin("status")["calls"] - before
        self.assertGreater(total, 25)
        points = 0
        for moment in ("before", "after"):
            for number in range(1, total + 1):
                if self.kill_at(number, moment):
                    points += 1
        print(f"\nkill matrix: {points} kill points, all converged")
        self.assertGreater(points, 50)

    def kill_at(self, number, moment):
        """Kills an apply at one call and lets the next one finish; whether the call was reached."""
        self.sandbox.admin("reset")
        shutil.rmtree(self.stack / "delivered", ignore_errors=True)
        strangers = self.strangers()
        self.sandbox.admin("faults", set=[f"hold:call={number},when={moment}"])
        process = self.start("apply", "--auto-approve")
        held = self.wait_for_hold(process)
        process.kill()
        out, err = process.communicate()
        self.sandbox.admin("faults", clear=True)
        self.sandbox.admin("release")
        if not held:
            return False
        with self.subTest(call=number, moment=moment):
            again = self.kmsctl("apply", "--auto-approve", code=None)
            self.assertEqual(again.code, 0, f"killed at {number} {moment}\n{again}\n{out}{err}")
            self.kmsctl("plan", "--detailed-exitcode")
            self.assertEqual(self.strangers(), strangers)
            self.check_keys()
        return True

    def wait_for_hold(self, process):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.sandbox.admin("status")["held"]:
                return True
            if process.poll() is not None:
                return False
            time.sleep(0.01)
        self.fail("the call was neither held nor was the run over")

    def strangers(self):
        inventory = self.inventory()
        return {kind: inventory[kind]["console-made"]
                for kind in ("networkRules", "policies", "accessPoints")}

    def check_keys(self):
        keys = {}
        for key in self.inventory()["clientKeys"].values():
            keys.setdefault(key["accessPoint"], []).append(key["id"])
        for name in ("app", "quick"):
            self.assertEqual(len(keys.get(name, [])), 1, f"live keys of {name}: {keys}")
            current = self.stack / "delivered" / name / "current"
            files = sorted(path.name for path in current.iterdir())
            identity = keys[name][0]
            self.assertEqual(files, [
                f"clientKey_{identity}.json", f"clientKey_{identity}_Password.txt"])


if __name__ == "__main__":
    unittest.main()
