"""The commands that only read, with no more rights than the vendor's read-only policy gives."""
import json
import unittest

from harness import EndToEndCase

# System policy AliyunKMSReadOnlyAccess, version 3 of 23 Sep 2025 (kms-api.md §16.2 F1).
READ_ONLY = ",".join(f"kms:{action}" for action in (
    "List*", "Describe*", "GetPublicKey", "GetUploadBackupDataInfo",
    "GetKmsInstanceSharedAccounts", "GetKmsInstanceQuotaInfos",
    "GetCheckAssociateResourceTaskResults", "GetKeyPolicy", "GetKeyDefaultPolicy",
    "GetSecretPolicy", "GetSecretDefaultPolicy", "GetKmsInstance", "GetDefaultKmsInstance"))


class ReadOnlyRole(EndToEndCase):
    def setUp(self):
        super().setUp()
        self.copy_example()
        self.kmsctl("apply", "--auto-approve")
        self.restart_sandbox("--allow-actions", READ_ONLY)
        self.key = next(key for key in self.inventory()["clientKeys"].values()
                        if key["accessPoint"] == "payments-api")

    def refused(self):
        """The operations that were refused, and how often."""
        calls = self.sandbox.admin("log")["calls"]
        return [call["operation"] for call in calls if call["status"] == 403]

    def test_plan_drift_list_whoami_and_sdk_config_ask_for_nothing_else(self):
        plan = self.kmsctl("plan", "--detailed-exitcode")
        self.assertIn("\n\nNo changes. ", plan.out)
        self.kmsctl("drift")
        listed = json.loads(self.kmsctl("key", "list", "-o", "json").out)
        self.assertEqual((len(listed["keys"]), listed["unreadable"]), (4, []))
        self.kmsctl("key", "orphans")
        self.kmsctl("whoami")
        self.kmsctl("sdk-config", "payments-api")
        self.assertEqual(self.refused(), [])

    def test_verify_and_trace_look_the_key_up_in_the_lists(self):
        current = str(self.stack / "delivered" / "payments-api" / "current")
        for command in ("verify", "trace"):
            for subject in [current] + [self.key["id"]] * (command == "trace"):
                result = self.kmsctl("key", command, subject)
                self.assertIn("payments-api", result.out)
                self.assertEqual(result.err, "")
        self.assertEqual(self.refused(), ["GetClientKey"] * 3)

    def test_what_writes_says_what_is_denied(self):
        result = self.kmsctl("key", "rotate", "payments-api", "--now", "--auto-approve", code=4)
        self.assertIn("You are not authorized to do this operation. Action: kms:", result.err)


if __name__ == "__main__":
    unittest.main()
