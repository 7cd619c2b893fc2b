"""Objects that another program made and writes, and markers of versions that are not there yet."""
import hashlib
import json
import re

from harness import INSTANCE, EndToEndCase

OBJECTS = (
    ("networkRules", "networkrule/net", {
        "Type": "Private", "SourcePrivateIp": '["10.9.0.0/16","10.1.0.0/16"]'}),
    ("policies", "policy/pol", {
        "KmsInstance": INSTANCE, "Resources": '["secret/b","key/z","key/a"]',
        "Permissions": '["RbacPermission/Template/CryptoServiceSecretUser",'
                       '"RbacPermission/Template/CryptoServiceKeyUser"]',
        "AccessControlRules": '{"NetworkRules":["net-b", "net"]}'}),
    ("accessPoints", "aap/app", {
        "AuthenticationMethod": "ClientKey", "Policies": '["pol-z","pol"]'}),
)


class BesideTerraform(EndToEndCase):
    """A stack that adopts what Terraform made."""

    def setUp(self):
        super().setUp()
        self.write_stack(
            "  external: ['networkrule/net-b', 'policy/pol-z']\n")
        for _, address, fields in OBJECTS:
            self.sandbox.admin("edit", address=address,
                               create={**fields, "Description": "made by Terraform"})
        for address, fields in (("networkrule/net-b", OBJECTS[0][2]), ("policy/pol-z", OBJECTS[1][2])):
            self.sandbox.admin("edit", address=address, create={**fields, "Description": ""})
        self.write("manifests/all.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: NetworkRule\n"
            "metadata: {name: net, description: made by Terraform}\n"
            "spec: {type: Private, allowedSourceIPs: [10.1.0.0/16, 10.9.0.0/16]}\n---\n"
            "apiVersion: kmsctl.dev/v1\nkind: Policy\n"
            "metadata: {name: pol, description: made by Terraform}\n"
            f"spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser, CryptoServiceSecretUser], "
            "resources: [key/a, key/z, secret/b], networkRules: [net, net-b]}\n---\n"
            "apiVersion: kmsctl.dev/v1\nkind: ApplicationAccessPoint\n"
            "metadata: {name: app, description: made by Terraform}\n"
            "spec: {authenticationMethod: ClientKey, policies: [pol, pol-z], clientKey: "
            "{validity: 365d, deliverTo: [{directory: {path: out}}]}}\n"))

    def contents(self):
        """Everything but the descriptions, to the letter."""
        state = self.inventory()
        return {address: {field: value for field, value in state[kind][address.split("/")[1]].items()
                          if field not in ("description", "updateTime")}
                for kind, address, _ in OBJECTS}

    def descriptions(self):
        state = self.inventory()
        return {address: state[kind][address.split("/")[1]]["description"]
                for kind, address, _ in OBJECTS}

    def test_t1_an_adoption_reads_well_and_exits_alike(self):
        for command in ("plan", "--detailed-exitcode"), ("drift",):
            text = self.kmsctl(*command, code=2).out
            self.assertIn("~ policy/pol will be adopted [adopt]", text)
            self.assertNotIn("unknown", text)
        self.kmsctl("plan")
        self.kmsctl("apply", "--auto-approve")
        self.kmsctl("plan", "--detailed-exitcode")
        self.kmsctl("drift")

    def test_t2_an_adoption_changes_the_marker_and_nothing_else(self):
        before = self.contents()
        self.assertEqual(before["policy/pol"]["resources"], ["secret/b", "key/z", "key/a"])
        self.sandbox.admin("edit", address="clientkey/app", create={})
        self.kmsctl("apply", "--auto-approve")
        self.assertEqual(self.contents(), before)
        for description in self.descriptions().values():
            self.assertRegex(description, r"^made by Terraform \[kmsctl/1 [^\]]+\]$")
        # Nor do the steps about client keys that follow, each of which writes the access point.
        self.kmsctl("key", "rotate", "app", "--now", "--auto-approve")
        self.assertEqual(self.contents(), before)
        # Nor a change of the words, or of what protects it.
        text = (self.stack / "manifests/all.yaml").read_text()
        self.write("manifests/all.yaml", text.replace(
            "made by Terraform}", "now by kmsctl, protected: true}"))
        self.kmsctl("apply", "--auto-approve", "--allow-changes", "3")
        self.assertEqual(self.contents(), before)
        for description in self.descriptions().values():
            self.assertIn(" f=p", description)

    def test_t3_a_declared_key_of_an_adopted_access_point_is_a_note(self):
        self.sandbox.admin("edit", address="clientkey/app", create={})
        (key,) = self.inventory()["clientKeys"]
        self.kmsctl("apply", "--auto-approve")
        self.assertEqual(set(self.inventory()["clientKeys"]), {key})
        text = self.kmsctl("plan", "--detailed-exitcode").out
        self.assertIn("Note: clientkey/app is declared and is not issued before", text)
        self.assertIn("kmsctl key rotate app --now", text)
        (note,) = json.loads(self.kmsctl("plan", "-o", "json").out)["notes"]
        self.assertEqual(note["id"], "clientkey/app")
        self.assertIn(key, note["message"])
        self.assertTrue(note["nextStep"].endswith("kmsctl key rotate app --now"))
        self.kmsctl("key", "rotate", "app", "--now", "--auto-approve")
        self.assertTrue((self.stack / "out/current").exists())
        self.assertEqual(json.loads(self.kmsctl("plan", "-o", "json").out)["notes"], [])

    def test_t4_a_removed_marker_says_what_it_means_for_the_key(self):
        self.kmsctl("apply", "--auto-approve")
        (key,) = self.inventory()["clientKeys"]
        for _, address, _ in OBJECTS:
            self.sandbox.admin("edit", address=address, set={"Description": "made by Terraform"})
        text = self.kmsctl("drift", code=2).out
        self.assertIn(f"aap/app carries no marker that is its own, so client key {key} counts as "
                      "delivered by others", text)
        self.assertIn("'kmsctl key rotate app --now' delivers a key that kmsctl knows", text)
        self.kmsctl("apply", "--auto-approve")
        self.kmsctl("key", "rotate", "app", "--now", "--auto-approve")
        self.assertEqual(len(self.inventory()["clientKeys"]), 2)
        self.kmsctl("drift")

    def test_t5_ownership_none_says_what_it_leaves(self):
        self.kmsctl("apply", "--auto-approve")
        markers = self.descriptions()
        self.write_stack("  ownership: none\n  external: ['networkrule/net-b', 'policy/pol-z']\n")
        text = self.kmsctl("plan", "--detailed-exitcode").out
        self.assertIn("'ownership: none' leaves the markers that stack 'e2e' wrote before in the "
                      "Descriptions of networkrule/net, policy/pol, aap/app", text)
        self.assertEqual(self.descriptions(), markers)

    def test_t6_verify_and_trace_take_terraforms_file(self):
        self.kmsctl("apply", "--auto-approve")
        (delivered,) = (self.stack / "out/current").glob("clientKey_*.json")
        (password,) = (self.stack / "out/current").glob("clientKey_*_Password.txt")
        content = json.loads(delivered.read_text())
        path = self.directory / "alicloud_kms_client_key.json"
        # What the provider writes to private_key_data_file (kms-api §5), with its mode.
        path.write_text(json.dumps({"KeyId": content["KeyId"],
                                    "PrivateKeyData": content["PrivateKeyData"]}, indent=4))
        path.chmod(0o646)
        result = self.kmsctl("key", "verify", str(path), "--password-file", str(password))
        self.assertTrue(result.out.startswith("good until "), result.out)
        result = self.kmsctl("key", "trace", str(path), "-o", "json")
        self.assertEqual(json.loads(result.out)["keyID"], content["KeyId"])


class NewerMarkers(EndToEndCase):
    """Markers that a later kmsctl left."""

    def setUp(self):
        super().setUp()
        self.write_stack()
        self.rule = ("apiVersion: kmsctl.dev/v1\nkind: NetworkRule\nmetadata: {name: net}\n"
                     "spec: {type: Private, allowedSourceIPs: [10.0.0.0/16]}\n")
        self.write("manifests/net.yaml", self.rule)
        self.kmsctl("apply", "--auto-approve")

    def description(self):
        return self.inventory()["networkRules"]["net"]["description"]

    def edit(self, pattern, replacement):
        """Edits the marker and returns it."""
        text, count = re.subn(pattern, replacement, self.description())
        self.assertEqual(count, 1)
        self.sandbox.admin("edit", address="networkrule/net", set={"Description": text})
        return text

    def test_a_newer_number_is_refused_with_the_advice_to_update(self):
        text = self.edit("kmsctl/1", "kmsctl/2")
        for command in ("plan",), ("apply", "--auto-approve"), ("drift",):
            result = self.kmsctl(*command, code=3)
            self.assertIn("[newer-marker]", result.out)
            self.assertIn(f"does not know number 2 in '{text}'", result.out)
            self.assertIn("next step: update kmsctl", result.out)
            for advice in "mend", "remove", "damaged":
                self.assertNotIn(advice, result.out)
        (self.stack / "manifests/net.yaml").unlink()
        self.kmsctl("apply", "--auto-approve", code=3)
        self.assertEqual(self.description(), text)

    def test_an_unknown_field_survives_and_a_capital_one_is_refused(self):
        self.edit(r"\]", " z=foo,bar]")
        self.kmsctl("drift")
        self.write("manifests/net.yaml", self.rule.replace("10.0.0.0/16", "10.1.0.0/16"))
        self.kmsctl("apply", "--auto-approve")
        self.assertIn(" z=foo,bar]", self.description())
        text = self.edit(" z=foo,bar", " Z=foo")
        self.assertIn("does not know field 'Z='", self.kmsctl("plan", code=3).out)
        self.assertEqual(self.description(), text)

    def test_a12_a_forged_stand_in_is_left_alone(self):
        owner = re.search(r"s=(\S+)", self.description()).group(1)
        name = "stranger"
        binding = hashlib.sha256(f"{owner}\0networkrule\0{name}".encode()).hexdigest()[:8]
        forged = f"[kmsctl/1 s={owner} o={binding} d=0123456789abcdef f=s]"
        self.sandbox.admin("edit", address=f"networkrule/{name}", create={
            "Type": "Private", "SourcePrivateIp": '["10.9.0.0/16"]', "Description": forged})
        for _ in range(2):
            result = self.kmsctl("apply", "--auto-approve")
            self.assertIn("it is never deleted", result.out + result.err)
        self.assertEqual(self.inventory()["networkRules"][name]["description"], forged)
        left = json.loads(self.kmsctl("plan", "-o", "json").out)["coverage"]["leftAlone"]
        self.assertIn({"id": f"networkrule/{name}", "reason": "stray-stand-in"}, left)


if __name__ == "__main__":
    import unittest
    unittest.main()
