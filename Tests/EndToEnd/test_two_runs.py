"""A6: an open issue of a client key names its run, and other runs respect it."""
import json
import re
import signal
import unittest

from harness import EndToEndCase
from lagging import Site

APPLY = ("apply", "--auto-approve")
ROTATE = ("key", "rotate", "app", "--now", "--auto-approve")
CLAIM = re.compile(r" r=([0-9a-f]{8})\.([0-9a-f]{8})\.([0-9a-f-]+)@(\w+)")


class TwoRuns(EndToEndCase):
    """Two runs at one access point."""

    def site(self):
        """A stack with a delivered key."""
        site = Site.before(self)
        site.kmsctl(*APPLY)
        return site

    def hold(self, site, *fault):
        """A rotation that stands still at a call."""
        site.sandbox.admin("faults", set=["hold:" + ",".join(fault)])
        rotation = site.start(*ROTATE)
        site.sandbox.admin("wait")
        return rotation

    def description(self, site):
        """What the access point's Description says now."""
        return site.inventory()["accessPoints"]["app"]["description"]

    def foreign(self, site):
        """The claim of the open issue as another host would have written it."""
        text = self.description(site)
        run, host, process, since = CLAIM.search(text).groups()
        other = "0" * 8 if host != "0" * 8 else "1" * 8
        site.sandbox.admin("edit", address="aap/app", set={
            "Description": text.replace(f"{run}.{host}.{process}@{since}",
                                        f"{run}.{other}.{process}@{since}")})
        return run

    def writes(self, site):
        """How often each operation was called that writes at the access point."""
        made = site.sandbox.admin("status")["operations"]
        return {name: made.get(name, 0) for name in (
            "UpdateApplicationAccessPoint", "CreateClientKey", "DeleteClientKey")}

    def test_a6_a_run_leaves_a_living_ones_issue_alone(self):
        for fault in (("operation=CreateClientKey",),
                      ("operation=CreateClientKey", "when=after"),
                      ("operation=UpdateApplicationAccessPoint", "call=2"),
                      ("operation=UpdateApplicationAccessPoint", "call=2", "when=after"),
                      ("operation=UpdateApplicationAccessPoint", "call=3")):
            with self.subTest(fault):
                site = self.site()
                rotation = self.hold(site, *fault)
                run = CLAIM.search(self.description(site)).group(1)
                before = self.writes(site)
                second = site.kmsctl(*APPLY, code=5)
                self.assertEqual(self.writes(site), before)
                self.assertIn(f"being issued by another run: run {run} on this host", second.out)
                self.assertNotIn("Apply complete!", second.out + second.err)
                site.sandbox.admin("release")
                out, err = rotation.communicate(timeout=60)
                self.assertEqual(rotation.returncode, 0, out + err)
                self.assertIn(site.delivered(), {key["id"] for key in site.keys()})
                self.assertIn("No changes.", site.kmsctl(*APPLY).out)

    def test_a6_a_dead_run_of_this_host_is_finished_at_once(self):
        site = self.site()
        rotation = self.hold(site, "operation=UpdateApplicationAccessPoint", "call=2")
        rotation.send_signal(signal.SIGKILL)
        rotation.communicate()
        site.sandbox.admin("release")
        site.kmsctl(*APPLY)
        self.assertNotIn(" i=", self.description(site))
        self.assertIn(site.delivered(), {key["id"] for key in site.keys()})

    def test_a6_a_run_of_another_host_has_fifteen_minutes(self):
        site = self.site()
        rotation = self.hold(site, "operation=UpdateApplicationAccessPoint", "call=2",
                             "when=after")
        rotation.send_signal(signal.SIGKILL)
        rotation.communicate()
        site.sandbox.admin("release")
        run = self.foreign(site)
        before = self.writes(site)
        second = site.kmsctl(*APPLY, "-o", "json", code=5)
        document = json.loads(second.out)
        self.assertEqual([one["run"] for one in document["held"]], [run])
        self.assertFalse(document["held"][0]["isOnThisHost"])
        self.assertEqual(self.writes(site), before)
        plan = site.kmsctl("plan")
        self.assertIn(f"run {run} on another host (since ", plan.out)
        self.assertIn("No changes to make, but 1 client key is being issued by another run.",
                      plan.out)
        site.kmsctl("drift")
        short = site.kmsctl(*APPLY, "--wait", "1s", code=5)
        self.assertIn(f"waiting: clientkey/app is being issued by another run: run {run}",
                      short.err)
        site.sandbox.admin("clock", advanceSeconds=14 * 60)
        site.kmsctl(*APPLY, code=5)
        self.assertEqual(self.writes(site), before)
        site.sandbox.admin("clock", advanceSeconds=2 * 60)
        site.kmsctl(*APPLY)
        self.assertNotIn(" i=", self.description(site))
        self.assertIn(site.delivered(), {key["id"] for key in site.keys()})
        self.assertIn("No changes.", site.kmsctl(*APPLY).out)

    def test_a6_waiting_ends_when_the_other_run_does(self):
        site = self.site()
        rotation = self.hold(site, "operation=CreateClientKey")
        second = site.start(*APPLY, "--wait", "1m")
        self.assertIn("waiting: clientkey/app is being issued", second.stderr.readline())
        site.sandbox.admin("release")
        out, err = rotation.communicate(timeout=60)
        self.assertEqual(rotation.returncode, 0, out + err)
        out, err = second.communicate(timeout=90)
        self.assertEqual(second.returncode, 0, out + err)
        self.assertIn("No changes.", out)

    def test_a6_waiting_wants_a_duration(self):
        site = Site.before(self)
        for text in ("soon", "15", "1y", "0x1m", "1m 2s"):
            refused = site.kmsctl(*APPLY, "--wait", text, code=64)
            self.assertIn("expected a duration such as 90s, 15m or 1h", refused.err)


if __name__ == "__main__":
    unittest.main()
