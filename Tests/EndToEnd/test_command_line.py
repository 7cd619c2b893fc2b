"""What a command line is taken for: where it works, what stands for nothing, what is suggested."""
import json
import os
import pty
import re
import signal
import subprocess
import unittest

from harness import ACCOUNT, BIN, INSTANCE, EndToEndCase, Result

RULE = ("apiVersion: kmsctl.dev/v1\nkind: NetworkRule\nmetadata: {name: net}\n"
        "spec: {type: Private, allowedSourceIPs: [10.0.0.0/16]}\n")
POLICY = ("apiVersion: kmsctl.dev/v1\nkind: Policy\nmetadata: {name: pol}\n"
          f"spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser], resources: [key/one], "
          "networkRules: [net]}\n")
POINT = ("apiVersion: kmsctl.dev/v1\nkind: ApplicationAccessPoint\nmetadata: {name: app}\n"
         "spec: {policies: [pol], clientKey: {deliverTo: [{directory: {path: out}}]}}\n")

# What must never be suggested to somebody who wrote something else.
DANGEROUS = re.compile(
    r"--(adopt|auto-approve|allow-[a-z]+|replace|delete|compromised|now)\b|key retire")


class CommandLineCase(EndToEndCase):
    """A stack of three objects and a way to run kmsctl exactly as written."""

    def setUp(self):
        super().setUp()
        self.write_stack()
        for name, text in (("net", RULE), ("pol", POLICY), ("app", POINT)):
            self.write(f"manifests/{name}.yaml", text)

    def exactly(self, *arguments, code=0, cwd=None, **variables):
        """Runs kmsctl with nothing added to the command line."""
        done = subprocess.run(
            [str(BIN / "kmsctl"), *arguments], cwd=cwd or self.stack, text=True, timeout=120,
            stdin=subprocess.DEVNULL, capture_output=True,
            env={**self.environment(), **variables})
        result = Result(done.returncode, done.stdout, done.stderr)
        self.assertEqual(done.returncode, code, f"kmsctl {' '.join(arguments)}\n{result}")
        return result

    def calls(self):
        return self.sandbox.admin("log")["calls"]


class EffectiveValues(CommandLineCase):
    """F4: one region, one account and one endpoint, named everywhere."""

    @property
    def facts(self):
        return f"account {ACCOUNT}, region cn-hangzhou, endpoint {self.sandbox.endpoint}/"

    def test_f4_another_region_is_refused_by_every_command_inside_a_stack(self):
        key = "KAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912"
        for command in (
                ["plan"], ["apply", "--auto-approve"], ["drift"], ["whoami"], ["key", "list"],
                ["key", "rotate", "--due", "--auto-approve"], ["key", "orphans"],
                ["key", "trace", key], ["sdk-config", "app"], ["plan", "--sandbox"]):
            with self.subTest(command):
                endpoint = [] if "--sandbox" in command else ["--endpoint", self.sandbox.endpoint]
                flag = self.exactly(
                    *command, *endpoint, "--region", "cn-shanghai", code=64)
                self.assertEqual(flag.err, (
                    "error: --region is 'cn-shanghai', but stack 'e2e' is for 'cn-hangzhou'"
                    " (kmsctl.yaml:6:11)\n  next step: leave --region out, or choose the stack of"
                    " cn-shanghai with -C or --stack ('-C /': none)\n"))
                variable = self.exactly(*command, *endpoint, KMSCTL_REGION="cn-shanghai", code=64)
                self.assertIn("error: KMSCTL_REGION is 'cn-shanghai', but stack 'e2e' is for"
                              " 'cn-hangzhou' (kmsctl.yaml:6:11)\n", variable.err)
                self.assertIn("next step: unset KMSCTL_REGION", variable.err)
        self.assertEqual(self.calls(), [])

    def test_f4_the_same_region_and_other_peoples_variables_change_nothing(self):
        plain = self.kmsctl("plan")
        for variables in ({"KMSCTL_REGION": "cn-hangzhou"}, {"KMSCTL_REGION": ""},
                          {"ALIBABA_CLOUD_REGION_ID": "cn-shanghai"}):
            again = self.exactly("plan", "--endpoint", self.sandbox.endpoint, **variables)
            self.assertEqual(again.out, plain.out)

    def test_f4_a_profiles_region_redirects_nothing(self):
        keys = self.sandbox.handshake
        self.write("../.aliyun/config.json", json.dumps({"current": "shanghai", "profiles": [{
            "name": "shanghai", "mode": "AK", "region_id": "cn-shanghai",
            "access_key_id": keys["accessKeyID"],
            "access_key_secret": keys["accessKeySecret"]}]}))
        plan = self.kmsctl("plan", "--profile", "shanghai")
        self.assertIn("region cn-hangzhou", plan.out)

    def test_f4_a_host_of_another_region_is_refused(self):
        for host in ("kms.cn-shanghai.aliyuncs.com", "kms-vpc.cn-shanghai.aliyuncs.com",
                     "proxy.cn-shanghai.example.org"):
            for given in ({"--endpoint": f"https://{host}"},
                          {"KMSCTL_ENDPOINT": f"https://{host}"},
                          {"ALIBABA_CLOUD_ENDPOINT": host}):
                (source, value), = given.items()
                with self.subTest(source, host=host):
                    flags, variables = ([source, value], {}) if source[0] == "-" else ([], given)
                    result = self.exactly("plan", *flags, **variables, code=64)
                    self.assertIn(f"error: {source} is '{value}', a host of 'cn-shanghai', but"
                                  " kmsctl.yaml:6:11 says 'cn-hangzhou'\n", result.err)
        outside = self.exactly(
            "key", "trace", "KAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912", "--region", "cn-beijing",
            "--endpoint", "https://kms.cn-shanghai.aliyuncs.com", cwd=self.directory, code=64)
        self.assertIn("a host of 'cn-shanghai', but --region says 'cn-beijing'", outside.err)

    def test_f4_the_heading_says_where(self):
        heading = f"Stack 'e2e' ({self.facts})\n"
        self.assertTrue(self.kmsctl("plan").out.startswith(heading))
        self.assertTrue(self.kmsctl("drift", code=2).out.startswith(heading))
        self.assertTrue(self.kmsctl("apply", "--auto-approve").out.startswith(heading))
        self.assertTrue(self.kmsctl("plan").out.startswith(heading + "\nNo changes."))
        sandbox = self.exactly("plan", "--sandbox")
        self.assertIn(f"\nStack 'e2e' (account {ACCOUNT}, region cn-hangzhou, in the sandbox)\n",
                      sandbox.out)

    def test_f4_json_says_where_and_the_fingerprint_does_not_move(self):
        plan = json.loads(self.kmsctl("plan", "-o", "json").out)
        self.assertEqual(plan["stack"], {
            "name": "e2e", "uid": "e2e001", "account": ACCOUNT, "region": "cn-hangzhou",
            "endpoint": f"{self.sandbox.endpoint}/"})
        other = self.sandbox.endpoint.replace("127.0.0.1", "localhost")
        named = json.loads(self.exactly("plan", "-o", "json", "--endpoint", other).out)
        self.assertEqual(named["stack"]["endpoint"], f"{other}/")
        self.assertEqual(named["fingerprint"], plan["fingerprint"])
        built_in = json.loads(self.exactly("plan", "-o", "json", "--sandbox").out)
        self.assertNotIn("endpoint", built_in["stack"])
        self.assertEqual(built_in["fingerprint"], plan["fingerprint"])
        applied = json.loads(self.kmsctl("apply", "--auto-approve", "-o", "json").out)
        self.assertEqual(applied["stack"], plan["stack"])
        listed = json.loads(self.kmsctl("key", "list", "-o", "json").out)
        self.assertEqual(listed["stack"], plan["stack"])
        who = json.loads(self.kmsctl("whoami", "-o", "json").out)
        self.assertEqual((who["region"], who["endpoint"]),
                         ("cn-hangzhou", f"{self.sandbox.endpoint}/"))
        self.assertRegex(self.kmsctl("whoami").out, r"(?m)^region +cn-hangzhou$")

    def test_f4_errors_say_where(self):
        port = self.sandbox.endpoint
        self.sandbox.stop()
        plan = self.exactly("plan", "-o", "json", "--endpoint", port, code=1)
        self.assertIn(f"  in effect: stack 'e2e' ({self.facts})\n", plan.err)
        self.assertEqual(json.loads(plan.out)["target"], {
            "stack": "e2e", "account": ACCOUNT, "region": "cn-hangzhou", "endpoint": f"{port}/"})

    def test_f4_the_question_says_where(self):
        question = f"Do you want to perform these actions in stack 'e2e' ({self.facts})?\n"
        self.assertIn(question, self.ask("apply"))
        self.kmsctl("apply", "--auto-approve")
        self.assertIn(question, self.ask("key", "rotate", "app", "--now"))

    def ask(self, *command):
        """Runs a command on a terminal and answers no; returns what the terminal showed."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            self.command(*command), cwd=self.stack, env=self.environment(), stdin=theirs,
            stdout=theirs, stderr=theirs)
        os.close(theirs)
        shown = b""
        while b"Enter a value:" not in shown:
            shown += os.read(ours, 4096)
        os.write(ours, b"no\n")
        self.assertEqual(process.wait(timeout=60), 1)
        os.close(ours)
        return shown.decode().replace("\r\n", "\n")


class WhatStandsForNothing(CommandLineCase):
    """An address, a program or a variable that matches nothing is an error, before any write."""

    def test_addresses_that_are_neither_declared_nor_live(self):
        for flag in ("--allow-delete", "--allow-replace", "--allow-unseen-referrers", "--adopt"):
            for address in ("policy/nope", "policy/poll", "aap/nope"):
                with self.subTest(flag, address=address):
                    result = self.kmsctl(
                        "apply", "--auto-approve", flag, address, code=64)
                    self.assertTrue(result.err.startswith(
                        f"error: {flag} '{address}' matches nothing that is declared or live\n"))
                    self.assertNotIn("did you mean", result.err)
        for flag in ("--target", "--exclude"):
            result = self.kmsctl("plan", flag, "policy/nope", code=64)
            self.assertEqual(result.err, (
                f"error: {flag} 'policy/nope' matches nothing that is declared or live\n"
                "  next step: declared or live are policy/console-made, policy/pol\n"))
        variable = self.exactly("plan", "--endpoint", self.sandbox.endpoint,
                                KMSCTL_EXCLUDE="networkrule/nett", code=64)
        self.assertEqual(variable.err, (
            "error: KMSCTL_EXCLUDE 'networkrule/nett' matches nothing that is declared or live\n"
            "  next step: did you mean 'networkrule/net'?\n"))
        self.assertFalse([c for c in self.calls() if c["operation"].startswith("Create")])

    def test_the_same_command_may_run_again(self):
        self.kmsctl("apply", "--auto-approve")
        (self.stack / "manifests/app.yaml").unlink()
        again = ("apply", "--auto-approve", "--allow-delete", "aap/app")
        self.kmsctl(*again)
        result = self.kmsctl(*again)
        self.assertIn("No changes.", result.out)
        self.assertEqual(result.err, (
            "warning: --allow-delete aap/app matches nothing that is declared or live\n"))

    def test_a_permission_that_is_not_needed_is_a_warning(self):
        self.kmsctl("apply", "--auto-approve")
        result = self.kmsctl("plan", "--allow-delete", "policy/pol", "--adopt", "aap/console-made")
        self.assertEqual(result.err, (
            "warning: --allow-delete policy/pol is not needed by this plan\n"
            "warning: --adopt aap/console-made is not needed by this plan\n"))

    def test_a_program_that_no_manifest_runs(self):
        result = self.kmsctl(
            "apply", "--auto-approve", "--allow-exec", "/usr/bin/kubectl", code=64)
        self.assertEqual(result.err, (
            "error: --allow-exec '/usr/bin/kubectl' matches no program that the manifests run\n"
            "  next step: leave it out: the manifests run no program at all\n"))
        self.assertEqual(self.calls(), [])

    def test_variables(self):
        for variables, message, step in (
                ({"KMSCTL_BOGUS": "1"}, "KMSCTL_BOGUS is set, and kmsctl knows no such variable",
                 "unset it; what has no variable is given by its option"),
                ({"KMSCTL_REGOIN": "x"},
                 "KMSCTL_REGOIN is set, and kmsctl knows no such variable",
                 "did you mean KMSCTL_REGION? otherwise unset it"),
                ({"KMSCTL_NO_COLOR": "maybe"},
                 "KMSCTL_NO_COLOR is 'maybe', expected 1, true, yes or on, or 0, false, no or off",
                 "correct it, or unset it"),
                ({"KMSCTL_PARALLELISM": "abc"}, "KMSCTL_PARALLELISM is 'abc', expected 1 to 64",
                 "correct it, or unset it"),
                ({"KMSCTL_PARALLELISM": "65"}, "KMSCTL_PARALLELISM is '65', expected 1 to 64",
                 "correct it, or unset it"),
                ({"KMSCTL_COLOR": "green"},
                 "KMSCTL_COLOR is 'green', expected one of auto, always, never",
                 "correct it, or unset it"),
                ({"KMSCTL_AUTO_APPROVE": "1"},
                 "KMSCTL_AUTO_APPROVE is set, and no such variable is read: consent is given on"
                 " the command line only, for one run", "unset it"),
        ):
            for command in (["plan"], ["validate"], ["version"], ["key", "list"]):
                with self.subTest(command, variables=variables):
                    result = self.exactly(*command, **variables, code=64)
                    self.assertEqual(result.err, f"error: {message}\n  next step: {step}\n")
        self.assertEqual(self.calls(), [])

    def test_variables_that_are_known(self):
        self.exactly(
            "validate", KMSCTL_KEY_ID="x", KMSCTL_NOT_AFTER="x", KMSCTL_ACCESS_POINT="x",
            KMSCTL_SUCCESSOR_KEY_ID="x", KMSCTL_BIN_DIR="x", KMSCTL_BOGUS="", KMSCTL_VERBOSE="off",
            KMSCTL_NO_COLOR="ON", KMSCTL_OUTPUT="text")
        self.exactly("--help", KMSCTL_BOGUS="1")
        self.exactly("--version", KMSCTL_BOGUS="1")


class Suggestions(CommandLineCase):
    """A next step for every word that is not understood, and never a dangerous one."""

    def test_what_is_not_understood(self):
        for line, message, step in (
                ("plan --out x", "'kmsctl plan' has no option '--out'",
                 "a plan cannot be saved yet: note its fingerprint, which 'kmsctl apply --expect'"
                 " takes"),
                ("plan -out=x", "'kmsctl plan' has no option '-out'",
                 "a plan cannot be saved yet: note its fingerprint, which 'kmsctl apply --expect'"
                 " takes"),
                ("plan --tarquet x", "'kmsctl plan' has no option '--tarquet'",
                 "did you mean '--target'?"),
                ("plan -target=x", "'kmsctl plan' has no option '-target'",
                 "did you mean '--target'?"),
                ("plan --outptu json", "'kmsctl plan' has no option '--outptu'",
                 "did you mean '--output'?"),
                ("apply -auto-approve", "'kmsctl apply' has no option '-auto-approve'",
                 "'kmsctl apply --help' shows what there is"),
                ("apply --allow-delte aap/x", "'kmsctl apply' has no option '--allow-delte'",
                 "'kmsctl apply --help' shows what there is"),
                ("plan --adpot aap/x", "'kmsctl plan' has no option '--adpot'",
                 "'kmsctl plan --help' shows what there is"),
                ("key rotate app --nwo", "'kmsctl key rotate' has no option '--nwo'",
                 "'kmsctl key rotate --help' shows what there is"),
                ("destroy", "'kmsctl' has no command 'destroy'",
                 "take the manifest out of Git; 'kmsctl plan' then shows what would go, and what"
                 " it needs"),
                ("keys list", "'kmsctl' has no command 'keys'", "did you mean 'kmsctl key'?"),
                ("pln", "'kmsctl' has no command 'pln'", "did you mean 'kmsctl plan'?"),
                ("key lsit", "'kmsctl key' has no command 'lsit'",
                 "did you mean 'kmsctl key list'?"),
                ("key retier x", "'kmsctl key' has no command 'retier'",
                 "'kmsctl key --help' shows what there is"),
                ("frobnicate", "'kmsctl' has no command 'frobnicate'",
                 "'kmsctl --help' shows what there is"),
        ):
            with self.subTest(line):
                result = self.exactly(*line.split(), code=64)
                self.assertEqual(result.err, f"error: {message}\n  next step: {step}\n")
                self.assertEqual(result.out, "")

    def test_words_of_other_tools(self):
        for word in ("import", "destroy", "keys", "diff", "state", "refresh", "login", "fmt",
                     "get", "list", "workspace", "rotate", "retire", "delete", "verify"):
            with self.subTest(word):
                result = self.exactly(word, code=64)
                step = result.err.split("next step: ", 1)[1]
                self.assertNotIn("kmsctl --help", step)
                self.assertIsNone(DANGEROUS.search(step), step)

    def test_options_before_the_verb(self):
        here = self.directory
        for line in (f"-C {self.stack} validate", f"--chdir={self.stack} validate",
                     f"-C {self.stack} -o json validate", f"--verbose -C {self.stack} key list"):
            with self.subTest(line):
                extra = ["--endpoint", self.sandbox.endpoint] if "key list" in line else []
                self.exactly(*line.split(), *extra, cwd=here)
        self.assertIn("'kmsctl version' has no option '-C'",
                      self.exactly("-C", "x", "version", code=64).err)
        self.assertIn("'kmsctl' has no option '--bogus'",
                      self.exactly("--bogus", "plan", code=64).err)


class UsageErrors(CommandLineCase):
    """One style, and JSON where it was asked for."""

    LINES = (
        ["plan", "--parallelism", "0"], ["plan", "--parallelism", "abc"],
        ["plan", "--allow-delete", "policy/*"], ["key", "verify"], ["key", "rotate"],
        ["sandbox", "edit", "policy/x"], ["plan", "--nonsense"], ["frobnicate"], ["plan", "-o"],
        ["apply", "--allow-exec", "kubectl"], ["completions", "tcsh"], ["schema", "a", "b"],
        ["plan", "--target", "orders"], ["key", "list", "--fail-on", "old"],
    )

    def test_text(self):
        for line in self.LINES:
            with self.subTest(line):
                result = self.exactly(*line, code=64)
                self.assertRegex(result.err, r"\Aerror: [a-z'-][^\n]*[^.\n]\n(  next step: .+\n)?\Z")
                self.assertNotIn("Usage:", result.err)
                self.assertEqual(result.out, "")

    def test_json(self):
        for line in self.LINES:
            if line == ["plan", "-o"]:
                continue
            for flags, variables in ((["-o", "json"], {}), (["--output=json"], {}),
                                     ([], {"KMSCTL_OUTPUT": "json"})):
                with self.subTest(line, flags=flags):
                    document = json.loads(self.exactly(*line, *flags, **variables, code=64).out)
                    self.assertEqual(document["document"], "error")
                    self.assertEqual(document["exit"], {"code": 64, "reason": "usage"})
                    self.assertTrue(document["message"])

    def test_help_is_as_it_was(self):
        self.assertTrue(self.exactly("--help").out.startswith("OVERVIEW: "))
        self.assertTrue(self.exactly("help", "plan").out.startswith("OVERVIEW: "))
        self.assertRegex(self.exactly("--version").out, r"\Akmsctl \d+\.\d+\.\d+\n\Z")

    def test_what_a_pipeline_without_a_terminal_can_do(self):
        self.assertEqual(self.kmsctl("apply", code=64).err, (
            "error: there is no terminal to ask for approval on\n"
            "  next step: pass --auto-approve, best together with --expect and the fingerprint of"
            " a reviewed 'kmsctl plan'\n"))
        self.assertIn("on a terminal this command shows its plan and the fingerprint",
                      self.kmsctl("key", "rotate", "--due", code=64).err)

    def test_a_running_sandbox_is_a_lock(self):
        process = subprocess.Popen(
            [str(BIN / "kmsctl"), "sandbox", "serve"], cwd=self.stack, env=self.environment(),
            stdout=subprocess.PIPE, text=True)
        try:
            process.stdout.readline()
            result = self.exactly("plan", "--sandbox", code=7)
            for word in ("--endpoint", "ALIBABA_CLOUD_ACCESS_KEY_ID",
                         "ALIBABA_CLOUD_ACCESS_KEY_SECRET"):
                self.assertIn(word, result.err)
            self.exactly("sandbox", "reset", code=7)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
            process.stdout.close()

    def test_what_was_typed_reaches_no_terminal_raw(self):
        address = "policy/a\x1b[31m\u202eb"
        for line in (["sandbox", "edit", address, "roles=SecretUser", "--create",
                      "--endpoint", self.sandbox.endpoint],
                     ["plan", "--allow-delete", address, "--endpoint", self.sandbox.endpoint],
                     ["plan", "--target", address, "--endpoint", self.sandbox.endpoint],
                     ["plan", "--" + address], [address]):
            done = subprocess.run(
                [str(BIN / "kmsctl"), *line], cwd=self.stack, env=self.environment(),
                capture_output=True, text=True, timeout=60)
            self.assertNotIn("\x1b", done.stdout + done.stderr)
            self.assertNotIn("\u202e", done.stdout + done.stderr)


class Markers(CommandLineCase):
    """What a refusal about a marker says can be done."""

    def test_a_damaged_marker_is_shown_with_the_right_one(self):
        self.kmsctl("apply", "--auto-approve")
        good = self.inventory()["policies"]["pol"]["description"]
        self.sandbox.admin("edit", address="policy/pol", set={"Description": good[:-9]})
        plan = self.kmsctl("plan", code=3)
        self.assertIn(f"in its live Description, '{good[:-9]}'", plan.out)
        right = re.search(r"let its live Description end with '(\[kmsctl/[^']*\])'", plan.out)
        self.assertEqual(right[1], good)
        self.sandbox.admin("edit", address="policy/pol", set={"Description": right[1]})
        self.kmsctl("plan", "--detailed-exitcode")

    def test_after_a_move_the_first_advice_is_to_remove_it_here(self):
        self.kmsctl("apply", "--auto-approve")
        for path in (self.stack / "manifests").iterdir():
            path.write_text(path.read_text().replace(
                "metadata: {name: ", "metadata: {adopt: {fromStack: e2e}, name: "))
        self.write_stack(name="there", uid="e2e002")
        self.kmsctl("apply", "--auto-approve")
        self.write_stack()
        plan = self.kmsctl("plan", code=3)
        self.assertIn("next step: if it was moved there, remove its manifest here; otherwise",
                      plan.out)


if __name__ == "__main__":
    unittest.main()
