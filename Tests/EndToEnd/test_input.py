"""What is read, what is refused, and what is made, as a shell and a file system give it.

Directories that an ordinary user may not read, names that are no text, umasks.
"""
import functools
import os
import shutil
import subprocess
import unittest

from harness import BIN, INSTANCE, EndToEndCase, Result

NOBODY = 65534
RULE = ("apiVersion: kmsctl.dev/v1\nkind: NetworkRule\nmetadata: {{name: {}}}\n"
        "spec: {{type: Private, allowedSourceIPs: [10.0.0.1]}}\n")
ACCESS_POINT = (
    "apiVersion: kmsctl.dev/v1\nkind: Policy\nmetadata: {name: crypto}\n"
    f"spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser], resources: [key/*],"
    " networkRules: unrestricted}\n---\n"
    "apiVersion: kmsctl.dev/v1\nkind: ApplicationAccessPoint\nmetadata: {name: orders}\n"
    "spec:\n  policies: [crypto]\n  clientKey:\n    deliverTo:\n"
    "      - directory: {path: deep/way/kms}\n")


class InputCase(EndToEndCase):
    def validate(self, *arguments, as_nobody=False):
        """Runs validate, which talks to nobody; as root, perhaps as a user who may do less."""
        program = BIN / "kmsctl"
        more = {}
        if as_nobody and os.geteuid() == 0:
            # The build directory may be closed to others.
            program = self.directory / "kmsctl"
            shutil.copy(BIN / "kmsctl", program)
            os.chmod(program, 0o755)
            os.chmod(self.directory, 0o755)
            more = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        done = subprocess.run(
            [program, "validate", *arguments], cwd=self.stack, env=self.environment(),
            stdin=subprocess.DEVNULL, capture_output=True, check=False, **more)
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "replace"))

    def two_rules(self):
        self.write_stack()
        self.write("manifests/0.yaml", RULE.format("zero"))
        self.write("manifests/apps/1.yaml", RULE.format("one"))
        self.kmsctl("apply", "--auto-approve")


class UnreadableTests(InputCase):
    def expect_unreadable(self, result, reason):
        self.assertEqual(result.code, 65, str(result))
        self.assertIn("[unreadable-file]", result.err)
        self.assertIn(reason, result.err)

    def test_b4_a_directory_that_may_not_be_read(self):
        self.two_rules()
        for mode in (0o000, 0o300, 0o400, 0o100):
            with self.subTest(mode=oct(mode)):
                os.chmod(self.stack / "manifests" / "apps", mode)
                result = self.validate(as_nobody=True)
                os.chmod(self.stack / "manifests" / "apps", 0o755)
                self.expect_unreadable(result, "permission denied")

    def test_b4_a_link_to_a_directory_that_is_gone_deletes_nothing(self):
        self.two_rules()
        os.rename(self.stack / "manifests" / "apps", self.stack / "elsewhere")
        os.symlink("../apps", self.stack / "manifests" / "apps")
        self.expect_unreadable(self.validate(), "no such file or directory")
        plan = self.kmsctl("plan", code=65)
        self.assertNotIn("destroy", plan.out)
        self.assertIn("one", self.inventory()["networkRules"])

    def test_b4_a_directory_whose_name_is_no_text(self):
        self.two_rules()
        old = bytes(self.stack / "manifests" / "apps")
        os.rename(old, old[:-2] + b"\xffps")
        self.expect_unreadable(self.validate(), "its name is not UTF-8")
        self.kmsctl("apply", "--auto-approve", code=65)
        self.assertIn("one", self.inventory()["networkRules"])

    def test_b18_a_file_that_lost_its_content_is_a_warning(self):
        self.two_rules()
        self.write("manifests/apps/1.yaml", "")
        result = self.validate()
        self.assertEqual(result.code, 0, str(result))
        self.assertIn("manifests/apps/1.yaml:1:1: warning: the file holds no document", result.err)
        self.assertIn("[no-document]", self.kmsctl("plan", code=None).err)


class UmaskTests(InputCase):
    def test_b15_directories_are_their_owners_whatever_the_umask(self):
        for number, mask in enumerate((0o177, 0o137, 0o277, 0o777, 0o022, 0o000)):
            with self.subTest(umask=oct(mask)):
                self.sandbox.admin("reset")
                self.write_stack(uid=f"e2e{number}")
                self.write("manifests/all.yaml", ACCESS_POINT)
                shutil.rmtree(self.stack / "deep", ignore_errors=True)
                done = subprocess.run(
                    self.command("apply", "--auto-approve"), cwd=self.stack,
                    env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True,
                    text=True, check=False, preexec_fn=functools.partial(os.umask, mask))
                self.assertEqual(done.returncode, 0, done.stderr)
                for path in ("deep", "deep/way", "deep/way/kms"):
                    self.assertEqual(
                        oct((self.stack / path).stat().st_mode & 0o777), oct(0o700), path)
                [password] = (self.stack / "deep/way/kms/current").resolve().glob("*_Password.txt")
                self.assertEqual(password.stat().st_mode & 0o777, 0o600)
                self.assertNotIn(b"\n", password.read_bytes())


class SizeTests(InputCase):
    def test_b6_a_file_beyond_the_limit_is_refused_at_once(self):
        self.write_stack()
        self.write("manifests/m.yaml", "password: x\n" * 300_000)
        before = os.times()
        result = self.validate()
        after = os.times()
        self.assertEqual(result.code, 65)
        self.assertIn("the file is larger than 1 MiB", result.err)
        spent = (after.children_user - before.children_user
                 + after.children_system - before.children_system)
        # An optimised program takes a tenth of it.
        self.assertLess(spent, 10)

    def test_b6_braces_that_never_close_are_refused_at_once(self):
        self.write_stack()
        self.write("manifests/m.yaml", "{a: " * 8_000)
        self.assertIn("[yaml-limit]", self.validate().err)


if __name__ == "__main__":
    unittest.main()
