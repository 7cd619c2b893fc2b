"""Client keys that others made on this stack's access points: drift, until deleted or accepted."""
import json
import re

import jsonschema

from harness import INSTANCE, ROOT, EndToEndCase

MANIFEST = f"""
apiVersion: kmsctl.dev/v1
kind: QuickAccess
metadata: {{name: app}}
spec:
  instance: {INSTANCE}
  networkRules: unrestricted
  deliverTo: [{{directory: {{path: delivered/app}}}}]
"""
FAR_END = "2032-01-01T00:00:00Z"


class UnknownKeys(EndToEndCase):
    def setUp(self):
        super().setUp()
        self.write_stack()
        self.write("manifests/app.yaml", MANIFEST)
        self.kmsctl("apply", "--auto-approve")

    def add_key(self, access_point="app", end=FAR_END):
        """Makes a client key as somebody with the console would; returns its id."""
        before = set(self.inventory()["clientKeys"])
        self.sandbox.admin(
            "edit", address=f"clientkey/{access_point}", create={"NotAfter": end})
        (made,) = set(self.inventory()["clientKeys"]) - before
        return made

    def accept(self, *keys):
        """Accepts keys in Git."""
        entries = ", ".join(f"clientkey/{key}" for key in keys)
        self.write_stack(extra=f"  external: [{entries}]\n")

    def plan(self, *arguments, code=0):
        """A plan's document, as its schema has it."""
        document = json.loads(self.kmsctl(*arguments, "-o", "json", code=code).out)
        jsonschema.validate(
            document, json.loads((ROOT / "schemas" / "plan.schema.json").read_text()))
        return document

    def test_f5_drift_finds_a_key_made_by_hand(self):
        self.assertIn("Live state matches", self.kmsctl("drift").out)
        made = self.add_key()
        out = self.kmsctl("drift", code=2).out
        for part in (made, "on aap/app", "2032-01-01T00:00:00Z",
                     f"aliyun kms DeleteClientKey --ClientKeyId {made} --region cn-hangzhou",
                     f"spec.external: [clientkey/{made}]"):
            self.assertIn(part, out)
        for lie in "No changes", "Live state matches":
            self.assertNotIn(lie, out)
        document = self.plan("drift", code=2)
        self.assertTrue(document["hasDrift"])
        self.assertFalse(document["isClean"])
        (key,) = document["unknownKeys"]
        self.assertEqual((key["keyID"], key["accessPoint"], key["notAfter"], key["hasEnded"]),
                         (made, "app", FAR_END, False))
        self.assertNotIn("keyID", {name for one in document["coverage"]["leftAlone"] for name in one})

    def test_f5_plan_and_apply_warn_and_do_not_say_that_all_matches(self):
        made = self.add_key()
        before = self.inventory()
        for arguments in (("plan",), ("plan", "--detailed-exitcode"), ("apply", "--auto-approve")):
            out = self.kmsctl(*arguments).out
            self.assertIn("No changes to make, but 1 client key of unknown origin is on", out)
            self.assertIn(f"DeleteClientKey --ClientKeyId {made}", out)
            self.assertNotIn("Live state matches", out)
        document = self.plan("plan", "--detailed-exitcode")
        self.assertEqual((document["isClean"], document["exit"]["code"]), (False, 0))
        self.assertEqual(before, self.inventory())

    def test_f5_the_printed_command_is_the_way_out(self):
        made = self.add_key()
        self.kmsctl("drift", code=2)
        self.sandbox.admin("edit", address=f"clientkey/{made}", delete=True)
        self.assertIn("No changes. Live state matches", self.kmsctl("drift").out)

    def test_f5_the_printed_acceptance_is_the_other(self):
        made, other = self.add_key(), self.add_key(end="2031-01-01T00:00:00Z")
        entry = re.search(r"spec\.external: \[(clientkey/" + made + r")\]",
                          self.kmsctl("drift", code=2).out).group(1)
        self.write_stack(extra=f"  external: [{entry}]\n")
        self.assertEqual([key["keyID"] for key in self.plan("drift", code=2)["unknownKeys"]],
                         [other])
        self.accept(made, other)
        document = self.plan("drift")
        self.assertEqual(document["unknownKeys"], [])
        self.assertEqual({(one["reason"], one["keyID"])
                          for one in document["coverage"]["leftAlone"] if "keyID" in one},
                         {("accepted-key", made), ("accepted-key", other)})
        self.assertIn("No changes. Live state matches", self.kmsctl("plan").out)
        rows = json.loads(self.kmsctl(
            "key", "list", "-o", "json", "--fail-on", "unrecorded").out)["keys"]
        self.assertEqual(sorted(row["state"] for row in rows), ["current", "external", "external"])
        self.assertEqual(set(self.inventory()["clientKeys"]), {row["keyID"] for row in rows})

    def test_f5_an_acceptance_is_reported_when_its_key_is_gone(self):
        made = self.add_key()
        self.accept(made)
        self.assertNotIn("'spec.external'", self.kmsctl("drift").out)
        self.sandbox.admin("edit", address=f"clientkey/{made}", delete=True)
        for command in "plan", "drift", "apply":
            flags = ("--auto-approve",) if command == "apply" else ()
            out = self.kmsctl(command, *flags).out
            self.assertIn(
                f"Warning: clientkey/{made} is accepted in 'spec.external' and is gone: remove the"
                " entry (kmsctl.yaml:", out)

    def test_f5_an_acceptance_names_exactly_one_key(self):
        for entry in "clientkey/*", "clientkey/KAAP.*", "clientkey/app", "key/KAAP.12345678":
            self.write_stack(extra=f"  external: ['{entry}']\n")
            self.assertIn("does not name one client key", self.kmsctl("plan", code=65).err)

    def test_f5_a_key_of_others_survives_every_command(self):
        made = self.add_key()
        self.kmsctl("apply", "--auto-approve")
        self.kmsctl("key", "orphans", "--delete", "--auto-approve")
        result = self.kmsctl("key", "rotate", "app", "--now", "--auto-approve")
        self.assertIn(made, result.out)
        self.assertIn(made, self.inventory()["clientKeys"])

    def test_f5_a_changed_rule_is_drift_beside_the_key(self):
        made = self.add_key()
        self.sandbox.admin("edit", address="policy/app", set={"Resources": "[\"key/*\"]"})
        out = self.kmsctl("drift", code=2).out
        self.assertIn("policy/app", out)
        self.assertIn(made, out)

    def test_f5_what_the_stack_adopts_is_recorded_and_no_drift(self):
        text = self.inventory()["accessPoints"]["app"]["description"]
        # Nobody's marker any more: made in the console, as far as anybody can tell.
        self.assertIn("[kmsctl/", text)
        for kind in "applicationaccesspoint", "policy":
            self.sandbox.admin("edit", address=f"{kind}/app", set={"Description": ""})
        made = self.add_key()
        self.kmsctl("apply", "--auto-approve")
        self.assertIn(made.removeprefix("KAAP.")[:8],
                      self.inventory()["accessPoints"]["app"]["description"])
        self.assertEqual(self.plan("drift")["unknownKeys"], [])


if __name__ == "__main__":
    import unittest
    unittest.main()
