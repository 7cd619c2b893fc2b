"""B3: reads that lag behind the last write are asked for again, and only they."""
import signal
import time
import unittest

from harness import INSTANCE, EndToEndCase
from lagging import Site

APPLY = ("apply", "--auto-approve")
KEY = "key-hzz62f1cb66fa42qo8a01"


class LaggingReads(EndToEndCase):
    def finish(self, runs):
        """Waits for runs that were started side by side; each must exit with 0."""
        for site, process in runs:
            out, err = process.communicate(timeout=150)
            self.assertEqual(process.returncode, 0, f"{site.name}\n{out}\n{err}")

    def site(self, name, **options):
        site = Site.before(self, **options)
        site.name = name
        return site

    def test_b3_first_and_second_apply_under_every_lag(self):
        sites = [self.site(f"{lag} s", lag=lag) for lag in (0.02, 0.2, 0.5, 2, 5)]
        for name, operations in (
                ("describes", ("Describe",)), ("lists", ("List",)),
                ("client keys", ("ListClientKeys",)),
                ("rules and policies", ("DescribeNetworkRule", "DescribePolicy", "ListNetwork",
                                        "ListPolicies"))):
            sites.append(self.site(f"{name}, 2 s", lag=2, operations=operations))
        sites.append(self.site("not found, 2 s", lag=2, operations=("Describe",), forgets=True))
        sites.append(self.site("the sandbox's own lag, 3 s", faults=["lag:ms=3000"]))
        for _ in range(2):
            self.finish([(site, site.start(*APPLY)) for site in sites])
        for site in sites:
            site.assert_one_key()
            counts = site.sandbox.admin("status")["operations"]
            self.assertEqual(counts["CreateClientKey"], 1, site.name)

    def test_b3_a_whole_life_under_lag(self):
        sites = [self.site(f"{lag} s", lag=lag) for lag in (0.05, 0.3)]
        sites.append(self.site("not found, 0.3 s", lag=0.3, operations=("Describe",),
                               forgets=True))
        sites.append(self.site("the sandbox's own lag", faults=["lag:ms=300"]))

        def all_run(*arguments):
            self.finish([(site, site.start(*arguments)) for site in sites])

        def all_rewrite(old, new):
            for site in sites:
                site.rewrite(old, new)

        all_run(*APPLY)
        all_rewrite("resources: [key/*]", "resources: [key/*, secret/*]")
        all_rewrite("10.0.0.0/24", "10.0.0.0/25")
        all_run(*APPLY)
        all_run("key", "rotate", "app", "--now", "--auto-approve")
        for site in sites:
            old, = [key["id"] for key in site.keys() if key["id"] != site.delivered()]
            site.old = old
        self.finish([(site, site.start("key", "retire", site.old, "--auto-approve"))
                     for site in sites])
        for site in sites:
            site.assert_one_key()
        all_run("key", "rotate", "app", "--compromised", "--auto-approve")
        for site in sites:
            site.assert_one_key()
        all_rewrite("scope: kst-hzz62ee817bvyyr5x0000", "scope: kst-hzz65f0aa93cdw1e0001")
        all_run(*APPLY, "--allow-replace", "policy/pol")
        for site in sites:
            inventory = site.inventory()
            self.assertEqual(set(inventory["policies"]), {"console-made", "pol"}, site.name)
            site.assert_one_key()
            manifest = site.stack / "manifests/all.yaml"
            manifest.write_text(manifest.read_text().split("---")[0])
        all_run(*APPLY, "--allow-delete", "aap/app", "--allow-delete", "clientkey/app",
                "--allow-delete", "policy/pol")
        for site in sites:
            inventory = site.inventory()
            self.assertEqual(set(inventory["accessPoints"]), {"console-made"}, site.name)
            self.assertEqual(set(inventory["policies"]), {"console-made"}, site.name)
            self.assertEqual(site.keys(), [])

    def test_b3_a_secret_that_lags_takes_the_key_and_its_successor(self):
        site = self.site("secret", faults=["lag:ms=600"])
        site.rewrite("directory: {path: out/app}",
                     f"kmsSecret: {{name: app-key, instance: {INSTANCE}, encryptionKey: {KEY}}}")
        site.kmsctl(*APPLY)
        site.kmsctl("key", "rotate", "app", "--now", "--auto-approve")
        keys = {key["id"] for key in site.keys()}
        self.assertEqual(len(keys), 2)
        secret, = [one for one in site.saved()["secrets"] if one["name"] == "app-key"]
        self.assertEqual({version["id"] for version in secret["versions"]}, keys)

    def test_b3_a_key_that_is_not_shown_yet_is_not_called_deleted(self):
        every = self.site("every read", faults=["lag:ms=1000"])
        single = self.site("the key alone", faults=["lag:ms=3000,operation=GetClientKey"])
        for before, command, word in (
                (APPLY, "verify", "good until "),
                (("key", "rotate", "app", "--now", "--auto-approve"), "trace", " is alive")):
            for site in every, single:
                site.kmsctl(*before)
                file, = (site.stack / "out/app/current").glob("clientKey_*.json")
                result = site.kmsctl("key", command, str(file))
                self.assertIn(word, result.out, site.name)
            # Of the last site: the apply itself never asks for the single key.
            self.assertEqual(
                result.err, f"Waiting: the service does not show client key {single.delivered()}; "
                "it is asked again.\n")

    def test_b3_lag_beyond_all_patience_is_said_and_ended_by_the_next_run(self):
        describes = self.site("describes", faults=[
            "lag:ms=60000,operation=DescribeApplicationAccessPoint"])
        lists = self.site("lists", faults=["lag:ms=60000,operation=ListPolicies"])
        keys = self.site("keys", faults=["lag:ms=60000,operation=ListClientKeys"])
        runs = [(site, site.start(*APPLY)) for site in (describes, lists, keys)]
        texts = []
        for site, process in runs:
            out, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 5, f"{site.name}\n{out}\n{err}")
            texts.append(out + err)
        self.assertIn("the service does not show applicationaccesspoint/app, although it is there "
                      "(asked again for 10 s)", texts[0])
        self.assertIn("clientkey/app: waiting: the service does not show it yet", texts[0])
        self.assertIn("error: did not converge: after the apply, the plan still holds policy/pol "
                      "(asked again for 1", texts[1])
        self.assertIn("Waiting: the service does not show everything as it was applied yet.",
                      texts[1])
        self.assertIn("error: did not converge: ", texts[2])
        self.assertIn("clientkey/app", texts[2])
        for site, _ in runs:
            site.sandbox.admin("faults", clear=True)
        self.finish([(site, site.start(*APPLY)) for site, _ in runs])
        for site, _ in runs:
            site.assert_one_key()

    def test_b3_an_interrupt_ends_the_waiting_at_once(self):
        site = self.site("interrupted", faults=[
            "lag:ms=60000,operation=DescribeApplicationAccessPoint"])
        process = site.start(*APPLY)
        for line in process.stderr:
            if "waiting: the service does not show it yet" in line:
                break
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, out)
        self.assertLess(time.monotonic() - begin, 3)
        self.assertIn("Apply interrupted. Resources: 3 added, 0 changed, 0 destroyed.", out)

    def test_b3_without_lag_no_call_is_made_more(self):
        site = self.site("no lag", faults=["delay:ms=1"])
        before = site.sandbox.admin("status")["operations"]

        def calls(*arguments):
            nonlocal before
            site.kmsctl(*arguments)
            after = site.sandbox.admin("status")["operations"]
            made = {name: count - before.get(name, 0) for name, count in after.items()}
            before = after
            return {name: count for name, count in made.items() if count}

        look = {"GetCallerIdentity": 1, "GetKmsInstance": 1, "ListNetworkRules": 1,
                "ListPolicies": 1, "ListApplicationAccessPoints": 1, "DescribeNetworkRule": 2,
                "DescribePolicy": 2, "DescribeApplicationAccessPoint": 2, "ListClientKeys": 2}
        self.assertEqual(calls(*APPLY), {
            "GetCallerIdentity": 1, "GetKmsInstance": 2, "ListNetworkRules": 2,
            "ListPolicies": 2, "ListApplicationAccessPoints": 2, "DescribeNetworkRule": 3,
            "DescribePolicy": 3, "DescribeApplicationAccessPoint": 7, "ListClientKeys": 7,
            "CreateNetworkRule": 1, "CreatePolicy": 1, "CreateApplicationAccessPoint": 1,
            "CreateClientKey": 1, "UpdateApplicationAccessPoint": 3})
        self.assertEqual(calls(*APPLY), look)
        site.rewrite("resources: [key/*]", "resources: [key/*, secret/*]")
        twice = {name: 2 * count for name, count in look.items()} | {"GetCallerIdentity": 1}
        self.assertEqual(calls(*APPLY), twice | {"DescribePolicy": 5, "UpdatePolicy": 1})
        manifest = site.stack / "manifests/all.yaml"
        manifest.write_text(manifest.read_text().split("---")[0])
        self.assertEqual(
            calls(*APPLY, "--allow-delete", "aap/app", "--allow-delete", "clientkey/app",
                  "--allow-delete", "policy/pol"),
            {"GetCallerIdentity": 1, "GetKmsInstance": 2, "ListNetworkRules": 2,
             # Who refers to the policy, and which keys die, is looked at right before.
             "ListPolicies": 2, "ListApplicationAccessPoints": 3, "DescribeNetworkRule": 4,
             "DescribePolicy": 4, "DescribeApplicationAccessPoint": 5, "ListClientKeys": 4,
             "DeletePolicy": 1, "DeleteApplicationAccessPoint": 1})


if __name__ == "__main__":
    unittest.main()
