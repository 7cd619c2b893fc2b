"""Whole commands against answers about client keys that are not true."""
import json
import subprocess

from harness import Result
from meddling import MeddlingProxy
from test_key_commands import KeyCase

PAGE = "<!doctype html><title>proxy</title><p>done</p>"
HOLLOW = '{"RequestId":"6f1a1c7e-0000-4000-8000-000000000000"}'


class OddKeyAnswers(KeyCase):
    """The example organisation, its keys delivered, behind a proxy that lies."""

    def setUp(self):
        super().setUp()
        self.proxy = MeddlingProxy(self.sandbox.endpoint)
        self.addCleanup(self.proxy.stop)

    def meddled(self, *arguments, code=0):
        """Runs kmsctl through the proxy."""
        command = self.command(*arguments)
        command[command.index("--endpoint") + 1] = self.proxy.endpoint
        process = subprocess.Popen(
            command, cwd=self.stack, env=self.environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        out, err = process.communicate(timeout=240)
        result = Result(process.returncode, out, err)
        self.assertEqual(result.code, code, f"kmsctl {' '.join(arguments)}\n{result}")
        return result

    def live(self):
        """The ids of payments-api's keys."""
        return {key["id"] for key in self.inventory()["clientKeys"].values()
                if key["accessPoint"] == "payments-api"}

    def assert_only(self, old):
        """The key that was there is the only one, is in use, and the next run has nothing to do."""
        self.assertEqual(self.live(), {old})
        self.assertEqual(self.current("payments-api").resolve().name, old)
        self.assertEqual(self.verify(self.current("payments-api"))["verdict"], "good")
        self.assertIn("No changes.", self.kmsctl("plan").out)

    def issue_with(self, change):
        """Rotates with a private half that was changed on the way: nobody may get it."""
        (old,) = self.live()

        def meddle(document):
            document["PrivateKeyData"] = change(document["PrivateKeyData"])
        self.proxy.after = {"CreateClientKey": meddle}
        result = self.meddled("key", "rotate", "payments-api", "--now", "--auto-approve", code=5)
        self.proxy.after = {}
        self.assertNotIn("complete!", result.out + result.err)
        self.assert_no_secret(result)
        self.assertEqual(self.live(), {old})
        self.assertEqual(self.current("payments-api").resolve().name, old)
        self.assertEqual(self.verify(self.current("payments-api"))["verdict"], "good")
        # Where the answer was none, the issue is open, and the next run ends it with a good key.
        self.kmsctl("apply", "--auto-approve")
        self.assertIn(old, self.live())
        self.assertEqual(self.verify(self.current("payments-api"))["verdict"], "good")
        self.assertIn("No changes.", self.kmsctl("plan").out)
        return result

    def test_a2_an_empty_key_is_delivered_to_nobody(self):
        self.issue_with(lambda data: "")

    def test_a2_what_is_no_base64_is_delivered_to_nobody(self):
        self.issue_with(lambda data: "garbage")

    def test_a2_what_is_no_container_is_delivered_to_nobody(self):
        result = self.issue_with(lambda data: "Z2FyYmFnZSE=")
        self.assertIn("is not good, so nobody got it: ", result.err)

    def test_a2_half_a_container_is_delivered_to_nobody(self):
        result = self.issue_with(lambda data: data[:1200])
        self.assertIn("is not good, so nobody got it: ", result.err)

    def test_a2_another_keys_container_is_delivered_to_nobody(self):
        others = json.loads(self.key_file("ci-runner").read_text())["PrivateKeyData"]
        result = self.issue_with(lambda data: others)
        self.assertIn("is not good, so nobody got it: ", result.err)

    def test_a2_another_certificate_in_the_list_is_noticed(self):
        (old,) = self.live()
        pem = self.key_of("ci-runner")["certificatePEM"]

        def meddle(document):
            for key in document["ClientKeys"]:
                if key["AapName"] == "payments-api" and key["ClientKeyId"] != old:
                    key["PublicKeyData"] = pem
        self.proxy.after = {"ListClientKeys": meddle}
        result = self.meddled(
            "key", "rotate", "payments-api", "--now", "--auto-approve", code=5)
        self.assertIn("its certificate is another one than the service shows", result.err)
        self.assert_only(old)

    def test_a4_a_compromised_key_that_lives_is_never_called_deleted(self):
        for status, body in ((200, ""), (200, PAGE), (202, ""), (204, ""), (200, HOLLOW)):
            with self.subTest(status=status, body=body):
                (old,) = self.live()
                self.proxy.before = {"DeleteClientKey": [(status, body)] * 40}
                result = self.meddled(
                    "key", "rotate", "payments-api", "--compromised", "--auto-approve", code=5)
                self.assertIn(old, self.live())
                self.assertNotIn(f"deleted client key {old}", result.err)
                self.assertNotIn("complete!", result.out)
                if body == HOLLOW:
                    self.assertIn(f"client key {old} is still live: ", result.err)
                self.proxy.before = {}
                # The next run goes on, whichever of the two is taken.
                if body == HOLLOW:
                    self.assertIn(f"next step: kmsctl key retire {old}", result.out + result.err)
                    self.meddled("key", "retire", old, "--auto-approve")
                else:
                    self.meddled(
                        "key", "rotate", "payments-api", "--compromised", "--auto-approve")
                (new,) = self.live()
                self.assertNotEqual(new, old)
                self.assertEqual(self.verify(self.current("payments-api"))["verdict"], "good")

    def test_a4_one_hollow_answer_to_a_deletion_is_made_good(self):
        (old,) = self.live()
        self.kmsctl("key", "rotate", "payments-api", "--now", "--auto-approve")
        self.proxy.before = {"DeleteClientKey": [(200, HOLLOW)]}
        self.meddled("key", "retire", old, "--auto-approve")
        self.assertNotIn(old, self.live())
        self.assertEqual(self.proxy.calls.count("DeleteClientKey"), 2)

    def test_a8_a_key_that_nobody_recorded_is_no_success(self):
        def meddle(document):
            # Somebody makes a key by hand while the run is under way.
            self.sandbox.admin("edit", address="clientkey/payments-api",
                               create={"NotAfter": "2031-01-01T00:00:00Z"})
            self.proxy.after = {}
        self.proxy.after = {"CreateClientKey": meddle}
        result = self.meddled(
            "key", "rotate", "payments-api", "--now", "--auto-approve", "-o", "json", code=5)
        document = json.loads(result.out)
        (stray,) = document["strayKeys"]
        self.assertEqual(stray["accessPoint"], "payments-api")
        self.assertIn(
            f"error: client key {stray['keyID']} of aap/payments-api was not there before this run",
            result.err)


if __name__ == "__main__":
    import unittest
    unittest.main()
