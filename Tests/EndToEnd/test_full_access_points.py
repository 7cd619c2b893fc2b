"""Client keys on access points that are full: what is stuck, who ends it, and that it then goes on.

The kill matrix of a rotation with as many keys as the service allows, and fewer. Every kill point
converges, or is stuck and converges after exactly the command that was named. The calls that change
something are killed at before and after their work; with KMSCTL_FULL_MATRIX=1 every call at every moment.
"""
import datetime
import json
import os
import re
import unittest

import jsonschema
from prometheus_client.parser import text_string_to_metric_families

import test_kill_matrix
from delivered import open_key, problems
from harness import INSTANCE, ROOT, Sandbox
from saved_stack import DUE, SavedStackCase

# One call of the service stands between the two directories, so that a run can be killed when one
# has a key and the other has not.
KEY = "key-hzz62f1cb66fa42qo8a01"
MANIFEST = f"""
apiVersion: kmsctl.dev/v1
kind: Policy
metadata: {{name: pol}}
spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser], resources: [key/a],
  networkRules: unrestricted}}
---
apiVersion: kmsctl.dev/v1
kind: ApplicationAccessPoint
metadata: {{name: app}}
spec: {{authenticationMethod: ClientKey, policies: [pol]}}
---
apiVersion: kmsctl.dev/v1
kind: ClientKey
metadata: {{name: app}}
spec:
  validity: 365d
  deliverTo:
    - directory: {{path: delivered/first}}
    - kmsSecret: {{name: keys/app, instance: {INSTANCE}, encryptionKey: {KEY}}}
    - directory: {{path: delivered/second}}
"""

COMMAND = re.compile(
    r"next step: (?:kmsctl key retire (KAAP[.][0-9a-f-]+)"
    r"|aliyun kms DeleteClientKey --ClientKeyId (KAAP[.][0-9a-f-]+) --region cn-hangzhou )")


class FullCase(SavedStackCase):
    """Adds keys by hand and obeys what stuck runs say."""

    def add_key_by_hand(self, days=4000):
        """What somebody does in the console; returns the new key's id."""
        before = set(self.inventory()["clientKeys"])
        end = self.now + datetime.timedelta(days=days)
        self.sandbox.admin("edit", address="clientkey/app",
                           create={"NotAfter": f"{end.isoformat()}Z"})
        (identity,) = set(self.inventory()["clientKeys"]) - before
        return identity

    def named(self, result):
        """The key to retire and the key to delete that a stuck run names."""
        found = COMMAND.search(result.out + result.err)
        self.assertIsNotNone(found, result)
        return found.groups()

    def obey(self, result):
        """Runs the one command that a stuck run names; returns the key that went."""
        ours, others = self.named(result)
        if ours:
            self.kmsctl("key", "retire", ours, "--auto-approve")
        else:
            self.sandbox.admin("edit", address=f"clientkey/{others}", delete=True)
        gone = ours or others
        self.assertNotIn(gone, self.inventory()["clientKeys"])
        return gone


class Sampled(FullCase, test_kill_matrix.Killing):
    """Kills at the calls that change something, or at every call if the environment says so."""

    by_hand = 0
    wait = DUE

    def setUp(self):
        super().setUp()
        self.is_full = os.environ.get("KMSCTL_FULL_MATRIX") == "1"
        self.old = self.deliver_one(MANIFEST)
        self.hands = {self.add_key_by_hand() for _ in range(self.by_hand)}
        self.pass_time(self.wait)
        self.save()

    def finish(self, result):
        was_stuck = result.code == 3
        for _ in range(3):
            if result.code != 3:
                break
            self.obey(result)
            result = self.kmsctl("apply", "--auto-approve", code=None)
        self.stuck += was_stuck
        self.assertEqual(result.code, 0, result)

    def assert_delivered(self, keys):
        """The recorded keys are these, and every place has the newest."""
        self.assert_recorded(keys, perhaps={self.old["id"]} - set(keys))
        for place in self.places:
            self.assertEqual(problems(place, keys), [])
            self.assertNotEqual(open_key(place / "current")[0], self.old["id"])


class ThreeKeysOneByHand(Sampled):
    by_hand = 1

    def check(self):
        keys = self.inventory()["clientKeys"]
        self.assertEqual(keys.get(self.old["id"]), self.old)
        own = {name: key for name, key in keys.items() if name not in self.hands}
        # A half published key stays beside its successor, in the place of the one made by hand.
        self.assertEqual(len(own), 2 if self.hands & set(keys) else 3)
        self.assert_delivered(own)

    def test_b7_a_rotation_beside_a_key_made_by_hand(self):
        self.kill_everywhere(least=15)
        self.assertGreater(self.stuck, 0)


class TwoKeys(Sampled):
    sandbox_flags = ("--quota", "client-keys-per-access-point=2")

    def check(self):
        keys = self.inventory()["clientKeys"]
        self.assertEqual(keys.get(self.old["id"]), self.old)
        self.assertEqual(len(keys), 2)
        self.assert_delivered(keys)

    def test_b7_a_rotation_with_two_keys_at_most(self):
        self.kill_everywhere(least=15)
        self.assertGreater(self.stuck, 0)


class OneKey(Sampled):
    """There is no overlap: the key that has ended makes way for its successor."""

    sandbox_flags = ("--quota", "client-keys-per-access-point=1")
    wait = datetime.timedelta(days=370)

    def check(self):
        keys = self.inventory()["clientKeys"]
        self.assertEqual(len(keys), 1)
        self.assertNotIn(self.old["id"], keys)
        self.assert_delivered(keys)

    def test_b7_a_renewal_with_one_key_at_most(self):
        self.kill_everywhere(least=15)
        self.assertGreater(self.stuck, 0)


class StuckRotations(FullCase):
    """What a person sees of a rotation that has no place, and that it ends by itself then."""

    def setUp(self):
        super().setUp()
        self.old = self.deliver_one()

    def document(self, *arguments, code, schema=None):
        document = json.loads(self.kmsctl(*arguments, "-o", "json", code=code).out)
        if schema:
            text = (ROOT / "schemas" / f"{schema}.schema.json").read_text()
            jsonschema.Draft202012Validator(json.loads(text)).validate(document)
        self.assertEqual(document["exit"]["code"], code)
        return document

    def metrics(self):
        text = self.kmsctl("key", "list", "-o", "prometheus").out
        return {one.name: one.samples for one in text_string_to_metric_families(text)}

    def test_b7_a_stuck_key_near_its_end_is_seen_everywhere(self):
        hands = [self.add_key_by_hand(), self.add_key_by_hand(days=3900)]
        self.pass_time(datetime.timedelta(days=360))
        before = self.inventory()
        command = f"aliyun kms DeleteClientKey --ClientKeyId {hands[1]} --region cn-hangzhou"
        plan = self.document("plan", code=3, schema="plan")
        (stuck,) = plan["stuck"]
        self.assertEqual((plan["exit"]["reason"], plan["steps"]), ("rotation-stuck", []))
        self.assertEqual((stuck["command"], stuck["key"]["id"]), (command, self.old["id"]))
        self.assertLess(stuck["key"]["daysLeft"], 7)
        self.document("plan", "--detailed-exitcode", code=3)
        self.document("drift", code=3, schema="plan")
        for verb in (("apply",), ("key", "rotate", "--due"), ("key", "rotate", "app", "--now"),
                     ("key", "rotate", "app", "--compromised")):
            result = self.kmsctl(*verb, "--auto-approve", code=3)
            self.assertIn("[rotation-stuck]", result.out)
            self.assertIn(f"next step: {command}", result.out)
            self.assertNotIn("No changes", result.out)
        self.assertEqual(self.inventory(), before)
        board = self.document("key", "list", "--fail-on", "stuck", code=2, schema="key-list")
        (row,) = [row for row in board["keys"] if row["state"] == "stuck"]
        self.assertEqual((row["keyID"], row["findings"]), (self.old["id"], ["due", "stuck"]))
        self.assertEqual(row["daysLeft"], stuck["key"]["daysLeft"])
        self.assertTrue(row["wayOut"].startswith(command))
        self.assertIn(command, self.kmsctl("key", "list").out)
        self.kmsctl("key", "list", "--fail-on", "7d", code=2)
        metrics = self.metrics()
        (sample,) = [one for one in metrics["kmsctl_client_key_not_after_seconds"]
                     if one.labels["state"] == "stuck"]
        self.assertEqual(sample.labels["key_id"], self.old["id"])
        ends = datetime.datetime.fromisoformat(self.old["notAfter"]).timestamp()
        self.assertEqual(sample.value, ends)
        # A free place is enough.
        self.sandbox.admin("edit", address=f"clientkey/{hands[1]}", delete=True)
        self.kmsctl("apply", "--auto-approve")
        self.assertNotIn("stuck", [
            one.labels["state"] for one in self.metrics()["kmsctl_client_key_not_after_seconds"]])

    def test_b7_the_rest_of_an_apply_goes_on(self):
        hands = [self.add_key_by_hand(), self.add_key_by_hand()]
        self.pass_time(DUE)
        self.write("manifests/rule.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: NetworkRule\nmetadata: {name: net}\n"
            "spec: {type: Private, allowedSourceIPs: [10.0.0.0/16]}\n"))
        document = self.document("apply", "--auto-approve", code=3)
        self.assertEqual(document["exit"]["reason"], "rotation-stuck")
        self.assertIn("net", self.inventory()["networkRules"])
        self.assertTrue(document["hasConverged"])
        self.assertEqual([one["id"] for one in document["rotationsStuck"]], ["clientkey/app"])
        self.sandbox.admin("faults", set=["fail:operation=CreateNetworkRule,status=400,code=X"])
        self.write("manifests/more.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: NetworkRule\nmetadata: {name: another}\n"
            "spec: {type: Private, allowedSourceIPs: [10.1.0.0/16]}\n"
            "---\napiVersion: kmsctl.dev/v1\nkind: Policy\nmetadata: {name: written}\n"
            "spec: {scope: kst-hzz62ee817bvyyr5x0000, roles: [CryptoServiceKeyUser],"
            " resources: [key/a], networkRules: [net]}\n"))
        self.kmsctl("apply", "--auto-approve", code=5)
        self.assertEqual(set(hands) - set(self.inventory()["clientKeys"]), set())

    def test_b7_a_half_published_key_names_the_predecessor_first(self):
        """In overlap, with a pending key: retiring the predecessor works while the issue is open."""
        self.pass_time(DUE)
        self.kmsctl("apply", "--auto-approve")
        (current,) = set(self.inventory()["clientKeys"]) - {self.old["id"]}
        self.kmsctl("key", "list", "--fail-on", "stuck")
        pending = self.half_publish(current)
        self.assertIn("clientkey/app may be stuck", self.kmsctl("plan").out)
        result = self.kmsctl("apply", "--auto-approve", code=3)
        self.assertIn("clientkey/app is stuck: an interrupted issue needs a successor", result.err)
        self.assertRegex(result.err, f"first'? holds {pending}")
        self.assertEqual(self.named(result), (self.old["id"], None))
        self.kmsctl("drift", code=2)
        self.kmsctl("key", "list", "--fail-on", "stuck", code=2)
        self.kmsctl("key", "retire", current, "--auto-approve", code=3)
        self.assertEqual(self.obey(result), self.old["id"])
        keys = self.inventory()["clientKeys"]
        self.assertEqual(len(keys), 3)
        for place in self.places:
            self.assertEqual(problems(place, keys), [])
            self.assertNotIn(open_key(place / "current")[0], (current, pending))
        self.kmsctl("plan", "--detailed-exitcode")

    def half_publish(self, current):
        """Kills an issue before its commit, and puts the old key back in the second place."""
        link = self.places[1] / "current"
        before = os.readlink(link)
        self.sandbox.admin("faults", set=["hold:operation=UpdateApplicationAccessPoint,call=3"])
        process = self.start("key", "rotate", "app", "--compromised", "--auto-approve")
        self.sandbox.admin("wait")
        process.kill()
        process.communicate()
        self.sandbox.admin("faults", clear=True)
        self.restart_without_held_calls()
        link.unlink()
        link.symlink_to(before)
        (pending,) = set(self.inventory()["clientKeys"]) - {self.old["id"], current}
        return pending

    def restart_without_held_calls(self):
        """The killed run's last call is never carried out."""
        self.sandbox.stop()
        self.sandbox = Sandbox(self.directory / "sandbox.json", "--freeze-clock",
                               f"{self.now.isoformat()}Z")
        self.addCleanup(self.sandbox.stop)


if __name__ == "__main__":
    unittest.main()
