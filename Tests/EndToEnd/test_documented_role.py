"""The RAM policy of the documents against the calls that a rotation and a retirement make."""
import json
import re
import unittest

from harness import ROOT
from saved_stack import DUE, OVERLAP, SavedStackCase


class DocumentedRole(SavedStackCase):
    def test_the_role_for_rotations_has_what_is_called_and_nothing_else(self):
        document = (ROOT / "docs" / "client-keys.md").read_text()
        policy = json.loads(re.search(
            r"<!-- role: rotate -->\n```json\n(.*?)```", document, re.DOTALL).group(1))
        (statement,) = policy["Statement"]
        self.deliver_one()
        self.write_stack("  keys: {issuedBy: rotate}\n")
        before = self.sandbox.admin("log")["total"]
        for span in (DUE, OVERLAP):
            self.pass_time(span)
            self.kmsctl("key", "rotate", "--due", "--auto-approve")
        calls = self.sandbox.admin("log", since=before)["calls"]
        self.assertEqual(len(self.inventory()["clientKeys"]), 1)
        called = {f"kms:{call['operation']}" for call in calls} - {"kms:GetCallerIdentity"}
        self.assertEqual(statement["Action"], sorted(called))


if __name__ == "__main__":
    unittest.main()
