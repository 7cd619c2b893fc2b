"""One cause, one message: what kmsctl says when something between it and the service fails.

Real faults: the sandbox's, and those of a server that stands before it. Named after findings.
"""
import json
import random
import subprocess
import time
import unittest

from harness import BIN, EndToEndCase, Result
from shim import Proxy, Shim, closed_port, page, refusal

RULE = """apiVersion: kmsctl.dev/v1
kind: NetworkRule
metadata: {name: office}
spec: {type: Private, allowedSourceIPs: [10.20.0.0/16]}
"""
FAR = "https://kms.example.com"


class FailureCase(EndToEndCase):
    """A stack with one rule, and runs with any endpoint and environment."""

    def setUp(self):
        super().setUp()
        self.write_stack()
        self.write("manifests/rule.yaml", RULE)

    def run_with(self, *arguments, endpoint=None, adding=None, without=(), code=None):
        """Runs kmsctl at an endpoint, with more or fewer variables than usual."""
        environment = {name: value for name, value in self.environment().items()
                       if name not in without} | (adding or {})
        process = subprocess.run(
            [str(BIN / "kmsctl"), *arguments, "--endpoint", endpoint or self.sandbox.endpoint],
            cwd=self.stack, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=120, check=False)
        result = Result(process.returncode, process.stdout, process.stderr)
        if code is not None:
            self.assertEqual(result.code, code, f"kmsctl {' '.join(arguments)}\n{result}")
        return result

    def shim(self, hook, **options):
        """A server before the sandbox that answers some calls itself."""
        shim = Shim(self.sandbox.endpoint, hook, **options)
        self.addCleanup(shim.stop)
        return shim

    def failing(self, operation, answer):
        """A shim that fails one operation."""
        return self.shim(lambda action, _: answer if action == operation else None)

    def check_not_doubled(self, result):
        """Neither the name of a call nor a whole failure stands there twice."""
        text = result.out + result.err
        for name in ("GetCallerIdentity", "ListPolicies", "DescribePolicy", "ListClientKeys"):
            self.assertNotIn(f"{name}: {name}", text)
        failures = [line for line in text.splitlines() if "next step:" in line]
        self.assertEqual(len(failures), len(set(failures)), str(result))


class Grouping(FailureCase):
    """What has one cause is told once."""

    def make_policies(self, count):
        """Policies that nobody declared."""
        for number in range(count):
            self.sandbox.admin("edit", address=f"policy/made-{number:02}", create={
                "KmsInstance": "shared", "Permissions": "RbacPermission/Template/SecretUser",
                "Resources": "secret/a"})

    def test_f7_many_unreadable_objects_with_one_cause_are_one_line(self):
        self.make_policies(30)
        shim = self.failing("DescribePolicy", page(404))
        for command in ("plan", "drift", "apply"):
            with self.subTest(command):
                flags = ["--auto-approve"] if command == "apply" else []
                result = self.run_with(command, *flags, endpoint=shim.url, code=1)
                lines = [line for line in result.out.splitlines() if "DescribePolicy" in line]
                self.assertEqual(len(lines), 1, str(result))
                self.assertIn("31 live objects (policy/console-made, policy/made-00, policy/made-01"
                              " and 28 more): DescribePolicy: HTTP 404", lines[0])
                self.assertIn("next step: see who answers in the service's place", result.out)
                self.assertNotIn("kms:DescribePolicy", result.out + result.err)
                self.assertIn("error: 31 of the live objects could not be read", result.err)
                self.check_not_doubled(result)

    def test_f7_json_has_every_object_with_its_cause(self):
        self.make_policies(5)
        shim = self.failing("DescribePolicy", page(404))
        result = self.run_with("plan", "-o", "json", endpoint=shim.url, code=1)
        document = json.loads(result.out)
        unreadable = document["coverage"]["unreadable"]
        self.assertEqual({one["cause"] for one in unreadable}, {"foreign-answer"})
        self.assertEqual(len(unreadable), 6)
        self.assertEqual(len(document["refusals"]), 1)
        self.assertIn("next step: see who answers", result.err)
        self.check_not_doubled(Result(1, "", result.err))

    def test_f7_a_server_that_dies_is_one_line(self):
        shim = self.shim(lambda _, shim: shim.hang_up())
        result = self.run_with("plan", endpoint=shim.url, code=1)
        lines = [line for line in result.out.splitlines() if "Failed to connect" in line]
        self.assertEqual(len(lines), 1, str(result))
        self.assertIn("next step: see that the service listens there", result.out)
        self.assertNotIn("may call", result.out + result.err)
        self.check_not_doubled(result)

    def test_f7_key_list_says_first_what_it_could_not_read(self):
        self.sandbox.admin("faults", add=[
            "fail:status=403,code=Forbidden.NoPermission,operation=ListClientKeys"])
        result = self.run_with("key", "list", code=4)
        self.assertTrue(result.out.startswith("Could not be read, so nothing is known about:\n"),
                        str(result))
        self.assertNotIn("No client keys.\n", result.out)
        self.assertIn("next step: allow kms:ListClientKeys to the caller in RAM", result.out)
        self.check_not_doubled(result)
        document = json.loads(self.run_with("key", "list", "-o", "json", code=4).out)
        self.assertEqual({one["cause"] for one in document["unreadable"]}, {"missing-permission"})


class NextSteps(FailureCase):
    """The next step follows from what failed."""

    def check(self, answer, code, words, operation="ListPolicies", command=("plan",)):
        """Runs a command against one failing operation."""
        shim = self.failing(operation, answer)
        result = self.run_with(*command, endpoint=shim.url, code=code)
        self.assertIn(f"next step: {words}", result.out + result.err, str(result))
        self.check_not_doubled(result)
        return result

    def test_f7_reads(self):
        cases = [
            (refusal(403, "Forbidden.NoPermission"), 4, "allow kms:ListPolicies to the caller"),
            (refusal(403, "Forbidden.InDebt"), 4, "pay what the account owes"),
            (refusal(404, "InvalidAction.NotFound"), 1, "see that --endpoint is KMS in a region"),
            (refusal(400, "SignatureNonceUsed"), 1, "see what loses answers or repeats requests"),
            (refusal(403, "Forbidden.KmsServiceNotEnabled"), 4, "activate KMS"),
            (page(404), 1, "see who answers in the service's place"),
            (page(200, b""), 1, "see who answers in the service's place"),
        ]
        for answer, code, words in cases:
            with self.subTest(words=words):
                self.check(answer, code, words)

    def test_f7_credentials(self):
        cases = [
            (refusal(404, "InvalidAccessKeyId.NotFound"), "correct the access key's id"),
            (refusal(400, "SignatureDoesNotMatch"), "correct the access key's secret"),
            (refusal(400, "InvalidSecurityToken.Expired"), "fetch new temporary credentials"),
            (refusal(400, "InvalidTimeStamp.Expired", seconds=86_400), "set this machine's clock"),
            (refusal(403, "NoPermission"), "allow sts:GetCallerIdentity to the caller"),
            (refusal(400, "MissingSecurityToken"),
             "give this temporary access key its token: ALIBABA_CLOUD_SECURITY_TOKEN"),
        ]
        for answer, words in cases:
            for command in ("plan", "whoami"):
                with self.subTest(words=words, command=command):
                    result = self.check(
                        answer, 4, words, operation="GetCallerIdentity", command=(command,))
                    if command == "whoami":
                        self.assertNotIn("kmsctl whoami", result.out + result.err)

    def test_f7_a_wrong_clock_is_told_in_seconds(self):
        result = self.check(
            refusal(400, "InvalidTimeStamp.Expired", seconds=86_400), 4, "set this machine's clock",
            operation="GetCallerIdentity")
        self.assertRegex(result.err, r"clock is 86\d\d\d s behind the service's")

    def test_b16_no_answer_says_what_time_it_is(self):
        shim = self.shim(lambda *_: None, keeps_date=False)
        result = self.run_with("plan", endpoint=shim.url, code=1)
        self.assertIn("next step: see who takes the header 'Date'", result.out)
        self.assertIn("no answer said what time it is", result.out)

    def test_f7_nobody_listens(self):
        endpoint = f"http://127.0.0.1:{closed_port()}"
        for command in (("plan",), ("apply", "--auto-approve"), ("key", "list"), ("whoami",)):
            with self.subTest(command=command):
                result = self.run_with(*command, endpoint=endpoint, code=1)
                self.assertEqual(result.err.count("next step:"), 1)
                self.assertIn("next step: see that the service listens there", result.err)
                self.check_not_doubled(result)

    def test_f7_a_failed_step_follows_the_cause(self):
        cases = [
            (refusal(403, "Forbidden.NoPermission"), 4, "allow kms:CreateNetworkRule to the"),
            (refusal(403, "Forbidden.InDebt"), 4, "pay what the account owes; then run 'kmsctl a"),
            (page(404), 5, "see who answers in the service's place"),
        ]
        for answer, code, words in cases:
            with self.subTest(words=words):
                result = self.check(answer, code, words, operation="CreateNetworkRule",
                                    command=("apply", "--auto-approve", "-o", "json"))
                failed = json.loads(result.out)["failed"][0]
                self.assertTrue(failed["nextStep"].startswith(words), failed)
                self.assertIn("cause", failed)

    def test_a_certificate_that_is_not_trusted_names_the_ca_file(self):
        certificate, key = self.directory / "certificate.pem", self.directory / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
             "/CN=x", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
             certificate], check=True, capture_output=True)
        shim = self.shim(lambda *_: None, certificate=(certificate, key))
        for command in ("plan", "whoami"):
            with self.subTest(command):
                result = self.run_with(command, endpoint=shim.url, code=1)
                self.assertIn("--ca-file or KMSCTL_CA_FILE", result.err)
                self.assertNotIn("after", result.err)
        trusting = self.run_with("whoami", "--ca-file", str(certificate), endpoint=shim.url)
        self.assertEqual(trusting.code, 0, str(trusting))


class Whoami(FailureCase):
    """`whoami` says where credentials come from above all when they are wrong."""

    def facts(self, result):
        """The lines of the text by their first word."""
        return dict(line.split(None, 1) for line in result.out.splitlines())

    def test_f7_wrong_credentials_are_described(self):
        key_id = self.sandbox.handshake["accessKeyID"]
        wrong = {"ALIBABA_CLOUD_ACCESS_KEY_SECRET": "wrong-secret-of-mine"}
        for answer, code in ((None, 4), (refusal(403, "NoPermission"), 4), (page(502), 1)):
            with self.subTest(answer=answer):
                hook = (lambda action, _, answer=answer: answer)
                result = self.run_with(
                    "whoami", endpoint=self.shim(hook).url, adding=wrong, code=code)
                self.assertIn("credentials environment (ALIBABA_CLOUD_ACCESS_KEY_ID)", result.out)
                self.assertIn(f"access key  {key_id}\n", result.out)
                self.assertIn("endpoint    http://127.0.0.1:", result.out)
                self.assertIn("account     not known", result.out)
                self.assertIn("error: GetCallerIdentity: ", result.err)
                self.assertNotIn("wrong-secret-of-mine", result.out + result.err)

    def test_f7_a_profile_is_named(self):
        self.write("../.aliyun/config.json", json.dumps({"current": "ci", "profiles": [
            {"name": "ci", "mode": "AK", "access_key_id": "LTAIwrong",
             "access_key_secret": "not-it-at-all"}]}))
        names = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")
        result = self.run_with("whoami", without=names, code=4)
        self.assertIn("profile     ci\n", result.out)
        self.assertIn("access key  LTAIwrong\n", result.out)
        document = json.loads(self.run_with("whoami", "-o", "json", without=names, code=4).out)
        self.assertEqual(document["profile"], "ci")
        self.assertEqual(document["accessKeyID"], "LTAIwrong")
        self.assertEqual(document["error"]["cause"], "unknown-access-key")
        self.assertEqual(document["exit"], {"code": 4, "reason": "denied"})
        self.assertNotIn("account", document)

    def test_b11_a_source_that_is_not_supported_is_not_passed_over(self):
        self.write("../.aliyun/config.json", json.dumps({"current": "ci", "profiles": [
            {"name": "ci", "mode": "AK",
             "access_key_id": self.sandbox.handshake["accessKeyID"],
             "access_key_secret": self.sandbox.handshake["accessKeySecret"]}]}))
        names = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")
        role = {"ALIBABA_CLOUD_ROLE_ARN": "acs:ram::1:role/ci",
                "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "acs:ram::1:oidc-provider/gh",
                "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "/var/run/token"}
        for command in ("whoami", "plan"):
            result = self.run_with(command, without=names, adding=role, code=4)
            self.assertIn("an OIDC role is set (ALIBABA_CLOUD_ROLE_ARN", result.err)
        self.run_with("whoami", "--profile", "ci", without=names, adding=role, code=0)
        self.run_with("whoami", without=names, code=0)


class Proxies(FailureCase):
    """What a proxy refuses, and what its variable must not give away."""

    def test_b9_a_refusal_of_a_proxy_is_not_tried_again(self):
        for status in (407, 403, 502):
            with self.subTest(status=status):
                proxy = Proxy(status)
                self.addCleanup(proxy.stop)
                result = self.run_with(
                    "plan", endpoint=FAR, code=1,
                    adding={"HTTPS_PROXY": f"http://user:S3cretPw@127.0.0.1:{proxy.port}"})
                self.assertEqual(len(proxy.seen), 1)
                self.assertIn("the proxy of HTTPS_PROXY refused the tunnel with HTTP "
                              f"{status}\n", result.err)
                self.assertNotIn("S3cretPw", result.err)
                self.assertIn("next step:", result.err)

    def test_a_proxy_that_does_not_listen_is_named(self):
        result = self.run_with("whoami", endpoint=FAR, code=1, adding={
            "https_proxy": f"http://user:S3cretPw@127.0.0.1:{closed_port()}"})
        self.assertIn("(the proxy of https_proxy) (after 4 tries)", result.err)
        self.assertIn("next step: start the proxy", result.err)
        self.assertNotIn("S3cretPw", result.err)

    def check_hidden(self, result, secrets):
        """No secret in any text, and no piece of one."""
        for secret in secrets:
            self.assertNotIn(secret, result.out + result.err)

    def test_b2_malformed_proxies_give_nothing_away(self):
        forms = [
            "http://user:S3#cretPw@127.0.0.1:3128", "http://user:S3/cretPw@127.0.0.1:3128",
            "http://user:S3@cretPw@127.0.0.1:3128", "http://user:S3cretPw@127.0.0.1:abc",
            "http://user:S3cretPw@127.0.0.1:3128 ", "ftp://user:S3cretPw@127.0.0.1:3128",
            "http://us er:S3cretPw@127.0.0.1:3128", "http://user:S3cretPw@",
            "http://user:S3cretPw", "http://user:S3?cretPw@h", "http://user:S3cretPw@[::1:1",
            "user:S3#cretPw@127.0.0.1:3128", "http://user:S3%0acretPw@127.0.0.1:3128",
        ]
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            for form in forms:
                with self.subTest(name=name, form=form):
                    begun = time.monotonic()
                    result = self.run_with(
                        "whoami", "--debug", endpoint=FAR, adding={name: form}, code=64)
                    self.assertLess(time.monotonic() - begun, 20)
                    self.check_hidden(result, ["cretPw", "S3", "us er"])
                    self.assertIn(f"error: {name} does not hold the URL of a proxy", result.err)
                    self.assertIn("next step: write it as http://user:password@host", result.err)
        result = self.run_with(
            "plan", "-o", "json", endpoint=FAR, adding={"HTTPS_PROXY": forms[0]}, code=64)
        self.assertEqual(json.loads(result.out)["cause"], "malformed-proxy")
        self.check_hidden(result, ["cretPw"])

    def test_b2_generated_proxies_give_nothing_away(self):
        chance = random.Random(9)
        signs = "#/@?%:[]{}|\\^`\"'<> &=+;,!$*()~"
        for number in range(60):
            head, tail = f"Hid{number}den", f"Way{number}ward"
            middle = "".join(chance.choice(signs) for _ in range(chance.randint(0, 3)))
            scheme = chance.choice(["http://", "", "ftp://", "socks5://", "http:/", "://"])
            user = chance.choice(["user", f"Us{number}er {number}", f"Us{number}er@x", ""])
            place = chance.choice(
                ["127.0.0.1:1", "127.0.0.1:port", "", ":1", "[::1]:1", "h|x:1", "127.0.0.1:1/ "])
            value = f"{scheme}{user}:{head}{middle}{tail}@{place}"
            with self.subTest(value=value):
                result = self.run_with(
                    "whoami", "--debug", "-o", chance.choice(["text", "json"]), endpoint=FAR,
                    adding={"HTTPS_PROXY": value})
                self.assertIn(result.code, (1, 64), str(result))
                self.check_hidden(result, [head, tail])

    def test_b2_an_endpoint_gives_nothing_away(self):
        for endpoint in ("https://user:S3cretPw@kms.example.com", "https://user:S3#cretPw@h",
                         "https://user:S3@cretPw@h:x", "user:S3cretPw@kms.example.com",
                         "ftp://user:S3cretPw@h"):
            with self.subTest(endpoint=endpoint):
                result = self.run_with("whoami", endpoint=endpoint, code=64)
                self.check_hidden(result, ["cretPw"])
                by_variable = self.run_with(
                    "whoami", endpoint=self.sandbox.endpoint,
                    adding={"KMSCTL_STS_ENDPOINT": endpoint}, code=64)
                self.check_hidden(by_variable, ["cretPw"])

    def test_b2_what_the_service_quotes_is_covered(self):
        secret = self.sandbox.handshake["accessKeySecret"]
        token = "CAIS-token-of-a-session"
        quoted = f"bad {secret} {token} %43AIS-token-of-a-session Pr0xy+Pass"
        shim = self.shim(lambda *_: refusal(400, "InvalidSecurityToken.Malformed", quoted))
        adding = {"ALIBABA_CLOUD_SECURITY_TOKEN": token,
                  "HTTPS_PROXY": "http://u:Pr0xy%20Pass@127.0.0.1:1"}
        for format in ("text", "json"):
            result = self.run_with(
                "whoami", "--debug", "-o", format, endpoint=shim.url, adding=adding, code=4)
            self.check_hidden(result, [secret, token, "AIS-token", "Pr0xy"])
            self.assertIn("•••", result.err)

    def test_b12_a_missing_token_is_named(self):
        found = self.sandbox.admin("credentials")["credentials"]
        temporary = next(one for one in found if one["securityToken"])
        result = self.run_with("plan", code=4, adding={
            "ALIBABA_CLOUD_ACCESS_KEY_ID": temporary["accessKeyID"],
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": temporary["accessKeySecret"]})
        self.assertIn("next step: give this temporary access key its token: ALIBABA_CLOUD_SECURITY_TOKEN", result.err)


if __name__ == "__main__":
    unittest.main()
