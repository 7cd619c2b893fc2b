"""The main job: plan, apply, no changes, drift, repair, removal."""
import json

from harness import EndToEndCase


class MainJob(EndToEndCase):
    def setUp(self):
        super().setUp()
        self.copy_example()

    def test_everything_a_stack_lives_through(self):
        plan = self.kmsctl("plan")
        self.assertIn("Plan: 16 to add, 0 to change, 0 to destroy.", plan.out)
        self.kmsctl("plan", "--detailed-exitcode", code=2)
        self.kmsctl("apply", "--auto-approve")
        self.assertIn("No changes.", self.kmsctl("plan", "--detailed-exitcode").out)
        self.assertIn("No changes.", self.kmsctl("drift").out)

        self.sandbox.admin("edit", address="policy/orders-secrets",
                           set={"Resources": "[\"secret/*\"]"})
        drift = self.kmsctl("drift", code=2)
        self.assertIn("[drift]", drift.out)
        self.assertIn("policy/orders-secrets", drift.out)
        self.kmsctl("apply", "--auto-approve")
        self.kmsctl("drift")

        (self.stack / "manifests" / "batch-jobs.yaml").unlink()
        refused = self.kmsctl("plan", code=3)
        self.assertIn("--allow-delete aap/batch-jobs", refused.out + refused.err)
        self.kmsctl("apply", "--auto-approve", code=3)
        self.kmsctl("apply", "--auto-approve", "--allow-delete", "aap/batch-jobs")
        self.kmsctl("plan", "--detailed-exitcode")

    def test_what_other_tools_do_not_read_back_is_found(self):
        self.kmsctl("apply", "--auto-approve")
        self.sandbox.admin("edit", address="networkrule/production-vpc", set={"Type": "Public"})
        replaced = self.kmsctl("drift", code=3)
        self.assertIn("--allow-replace networkrule/production-vpc", replaced.out)
        self.sandbox.admin("edit", address="networkrule/production-vpc", set={"Type": "Private"})
        self.sandbox.admin("edit", address="clientkey/payments-api", delete=True)
        gone = self.kmsctl("drift", code=2)
        self.assertIn("clientkey/payments-api", gone.out)
        self.kmsctl("apply", "--auto-approve")
        self.kmsctl("drift")

    def test_apply_without_a_terminal_needs_the_flag(self):
        result = self.kmsctl("apply", code=64)
        self.assertIn("--auto-approve", result.err)
        self.assertEqual(self.written_calls(), [])

    def test_the_wrong_account_stops_before_the_first_read(self):
        text = (self.stack / "kmsctl.yaml").read_text()
        self.write("kmsctl.yaml", text.replace("1192000000000000", "1192000000000001"))
        result = self.kmsctl("plan", code=4)
        self.assertIn("1192000000000001", result.err)
        self.assertIn("1192000000000000", result.err)
        names = {call["operation"] for call in self.sandbox.admin("log")["calls"]}
        self.assertEqual(names, {"GetCallerIdentity"})

    def test_a_wrong_secret_is_an_authentication_failure_not_an_empty_account(self):
        environment = self.environment()
        environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "not-the-secret"
        self.environment = lambda: environment
        self.kmsctl("plan", code=4)
        environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "nobody"
        self.kmsctl("plan", code=4)

    def test_json_documents_parse_and_carry_their_version(self):
        for verb in ("plan", "apply", "drift"):
            flags = ["--auto-approve"] if verb == "apply" else []
            result = self.kmsctl(verb, "-o", "json", *flags)
            self.assertTrue(json.loads(result.out)["formatVersion"], verb)

    def written_calls(self):
        calls = self.sandbox.admin("log")["calls"]
        return [call for call in calls
                if call["operation"].startswith(("Create", "Update", "Delete"))]


if __name__ == "__main__":
    import unittest
    unittest.main()
