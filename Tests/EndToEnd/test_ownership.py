"""What is not the stack's survives whatever the stack does."""
import hashlib
import re

from harness import INSTANCE, EndToEndCase


class Ownership(EndToEndCase):
    def setUp(self):
        super().setUp()
        self.write_stack()
        self.write("manifests/net.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: NetworkRule\nmetadata: {name: net}\n"
            "spec: {type: Private, allowedSourceIPs: [10.0.0.0/16]}\n"))
        self.write("manifests/policy.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: Policy\nmetadata: {name: pol}\n"
            f"spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser], resources: [key/one], "
            "networkRules: [net]}\n"))
        self.write("manifests/app.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: ApplicationAccessPoint\nmetadata: {name: app}\n"
            "spec: {authenticationMethod: ClientKey, policies: [pol], clientKey: {validity: 365d,"
            " deliverTo: [{directory: {path: out}}]}}\n"))
        self.kmsctl("apply", "--auto-approve")

    def names(self):
        state = self.inventory()
        return {kind: sorted(state[kind]) for kind in ("networkRules", "policies", "accessPoints")}

    def add_foreign(self):
        """A stranger, another stack's and a copied marker, of every named kind."""
        state = self.inventory()
        for kind, address, fields, original in (
                ("networkRules", "networkrule", {"Type": "Private",
                                                 "SourcePrivateIp": "[\"10.9.0.0/16\"]"}, "net"),
                ("policies", "policy", {"KmsInstance": INSTANCE, "Resources": "[\"key/*\"]",
                                        "Permissions": "[]", "AccessControlRules": ""}, "pol"),
                ("accessPoints", "aap", {"Policies": "[\"pol-x\"]",
                                         "AuthenticationMethod": "ClientKey"}, "app")):
            copied = state[kind][original]["description"]
            word = "applicationaccesspoint" if address == "aap" else address
            binding = hashlib.sha256(f"other.0ther1\0{word}\0other".encode()).hexdigest()[:8]
            other = re.sub("s=e2e.e2e001 o=[0-9a-f]{8}", f"s=other.0ther1 o={binding}", copied)
            self.assertNotEqual(other, copied)
            for name, description in (("stranger", "by hand"), ("copy", copied),
                                      ("other", other)):
                self.sandbox.admin("edit", address=f"{address}/{name}",
                                   create={**fields, "Description": description})

    def test_removing_manifests_deletes_only_what_the_stack_owns(self):
        self.add_foreign()
        before = self.names()
        plan = self.kmsctl("plan", "--show-unmanaged")
        for address in ("networkrule/other", "policy/other", "applicationaccesspoint/other"):
            self.assertRegex(plan.out, f"{address}: .*'?other")
        for name in ("net", "policy", "app"):
            (self.stack / "manifests" / f"{name}.yaml").unlink()
        self.kmsctl("apply", "--auto-approve", "--allow-delete", "aap/app")
        after = self.names()
        self.assertEqual(after, {
            "networkRules": [n for n in before["networkRules"] if n != "net"],
            "policies": [n for n in before["policies"] if n != "pol"],
            "accessPoints": [n for n in before["accessPoints"] if n != "app"]})
        self.assertIn("stranger", after["policies"])
        self.assertIn("copy", after["policies"])
        self.assertIn("other", after["policies"])

    def test_a_key_made_by_hand_survives_and_is_reported(self):
        for address in ("clientkey/app", "clientkey/console-made"):
            self.sandbox.admin("edit", address=address, create={})
        keys = set(self.inventory()["clientKeys"])
        self.assertEqual(len(keys), 3)
        self.assertIn("clientkey/app", self.kmsctl("plan", "--show-unmanaged").out)
        self.write("manifests/app.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: ApplicationAccessPoint\nmetadata: {name: app}\n"
            "spec: {authenticationMethod: ClientKey, policies: [pol]}\n"))
        self.kmsctl("apply", "--auto-approve", code=3)
        self.assertEqual(set(self.inventory()["clientKeys"]), keys)
        self.kmsctl("apply", "--auto-approve", "--allow-delete", "clientkey/app")
        left = self.inventory()["clientKeys"]
        self.assertEqual(sorted(key["accessPoint"] for key in left.values()),
                         ["app", "console-made"])
        self.assertLess(set(left), keys)

    def test_applying_one_file_deletes_nothing(self):
        before = self.names()
        (self.stack / "manifests" / "policy.yaml").unlink()
        (self.stack / "manifests" / "app.yaml").unlink()
        self.kmsctl("apply", "manifests/net.yaml", "--auto-approve")
        self.assertEqual(self.names(), before)

    def test_a_stranger_that_refers_to_what_would_go_is_a_refusal(self):
        self.sandbox.admin("edit", address="aap/stranger", create={
            "Policies": "[\"pol\"]", "AuthenticationMethod": "ClientKey",
            "Description": "by hand"})
        for name in ("policy", "app"):
            (self.stack / "manifests" / f"{name}.yaml").unlink()
        result = self.kmsctl("plan", "--allow-delete", "aap/app", code=3)
        self.assertIn("aap/stranger", result.out + result.err)
        before = self.names()
        self.kmsctl("apply", "--auto-approve", "--allow-delete", "aap/app", code=3)
        self.assertEqual(self.names(), before)


if __name__ == "__main__":
    import unittest
    unittest.main()
