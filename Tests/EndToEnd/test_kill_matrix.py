"""SIGKILL at every API call of a first apply over all kinds, at three moments.

before: the call never happens. late: it is carried out after the next run began. after: it was
carried out, nobody heard. The next apply must converge: one live key per access point, every key
recorded and delivered, nothing foreign touched. Only a call that lands in the middle of the next
run may cost one run more.
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


HOLDS = {"before": "when=before", "late": "when=before,late=true", "after": "when=after"}


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
        self.points, self.converged = 0, 0
        for moment in HOLDS:
            for number in range(1, total + 1):
                with self.subTest(call=number, moment=moment):
                    self.kill_at(number, moment)
        failed = self.points - self.converged
        print(f"\nkill matrix: {self.points} kill points, "
              + (f"{failed} did not converge" if failed else "all converged"))
        self.assertGreater(self.points, 75)

    def kill_at(self, number, moment):
        """Kills an apply at one call, if it is reached, and checks what the next one makes of it."""
        self.sandbox.admin("reset")
        shutil.rmtree(self.stack / "delivered", ignore_errors=True)
        strangers = self.strangers()
        self.sandbox.admin("faults", set=[f"hold:call={number},{HOLDS[moment]}"])
        process = self.start("apply", "--auto-approve")
        held = self.wait_for_hold(process, 1)
        process.kill()
        process.communicate()
        self.sandbox.admin("faults", clear=True)
        if not held:
            return
        self.points += 1
        if moment == "late":
            self.land_during_next_run()
        else:
            self.sandbox.admin("release")
            self.kmsctl("apply", "--auto-approve")
        self.kmsctl("plan", "--detailed-exitcode")
        self.assertEqual(self.strangers(), strangers)
        self.check_keys()
        self.converged += 1

    def land_during_next_run(self):
        """Releases the late call once the next run has begun to read; then one more run at most."""
        self.sandbox.admin("faults", set=["hold:call=1,when=after"])
        process = self.start("apply", "--auto-approve")
        self.wait_for_hold(process, 2)
        self.sandbox.admin("faults", clear=True)
        self.sandbox.admin("release")
        out, err = process.communicate(timeout=120)
        self.assertIn(process.returncode, (0, 1, 5), f"{out}{err}")
        if self.kmsctl("plan", "--detailed-exitcode", code=None).code != 0:
            self.kmsctl("apply", "--auto-approve")

    def wait_for_hold(self, process, count):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if len(self.sandbox.admin("status")["held"]) >= count:
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
