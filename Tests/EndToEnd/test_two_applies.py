"""F12: two applies at once; each counts what it did itself, and exits by what it wrote."""
import json
import re
import unittest

from harness import EndToEndCase
from lagging import Site

APPLY = ("apply", "--auto-approve")


class TwoApplies(EndToEndCase):
    def test_f12_numbers_and_exit_follow_what_each_run_wrote(self):
        site = Site.before(self, faults=["delay:ms=300"])
        first = site.start(*APPLY)
        second = site.start(*APPLY)
        runs = []
        for process in (first, second):
            out, err = process.communicate(timeout=120)
            added = int(re.search(r"Resources: (\d+) added", out).group(1))
            found = re.search(r"(\d+) changes? (?:was|were) already done, not by this run", out)
            runs.append((process.returncode, added, int(found.group(1)) if found else 0, out + err))
        text = "\n======\n".join(run[3] for run in runs)
        made = site.sandbox.admin("status")["operations"]
        # Three objects and a key, each counted by exactly one run.
        self.assertEqual(sum(run[1] for run in runs), 4, text)
        self.assertEqual(made["CreateClientKey"], 1, text)
        for code, added, found, out in runs:
            if code == 1:
                self.assertEqual(added, 0, out)
            elif code == 0:
                self.assertEqual(added + found, 4, out)
            else:
                self.assertEqual((code, added > 0), (5, True), out)
        self.assertIn(0, [run[0] for run in runs], text)
        self.assertNotIn("error: did not converge", text)
        site.sandbox.admin("faults", clear=True)
        self.assertIn("No changes.", site.kmsctl(*APPLY).out)
        site.assert_one_key()

    def test_f12_what_is_found_done_is_not_added(self):
        site = Site.before(self)
        text = (site.stack / "manifests/all.yaml").read_text()
        text = text[:text.index("  clientKey:")]
        site.write("manifests/all.yaml", text)
        # The second run stands still before its first write until the first one is over.
        site.sandbox.admin("faults", set=["hold:operation=CreateNetworkRule,call=1"])
        late = site.start(*APPLY, "-o", "json")
        site.sandbox.admin("wait")
        site.kmsctl(*APPLY)
        site.sandbox.admin("release")
        out, err = late.communicate(timeout=60)
        self.assertEqual(late.returncode, 0, err)
        document = json.loads(out)
        self.assertEqual(document["counts"]["add"], 0, out)
        self.assertEqual(len(document["done"]), 3)
        self.assertEqual([one["step"] for one in document["foundDone"]],
                         [one["step"] for one in document["done"]])
        self.assertTrue(document["hasConverged"])
        self.assertIn("Apply complete! Resources: 0 added, 0 changed, 0 destroyed."
                      " 3 changes were already done, not by this run.", err)
        self.assertIn("policy/pol: already created, not by this run", err)


if __name__ == "__main__":
    unittest.main()
