"""SIGKILL at every file operation of an apply that issues a key, before, after and inside it.

A library preloaded into kmsctl counts what it does below the stack's directory and kills it there;
that it sees everything is compared with strace. After one operation is before the next, so both are
tried only where kmsctl sent something in between. After each kill the same command runs again and
must have finished the job: the key that `current` leads to opens and lives, the service has no key
that nobody recorded, nothing of the interrupted delivery is left, and the key that was there
before is untouched.
"""
import collections
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from delivered import open_key, problems
from saved_stack import DUE, MANIFEST, SavedStackCase

SOURCE = pathlib.Path(__file__).with_name("support") / "file_kills.c"

# The system calls that are file operations, and what the library calls them.
SYSTEM_CALLS = {
    "open": "open", "openat": "open", "creat": "open", "write": "write", "pwrite64": "write",
    "writev": "write", "pwritev": "write", "pwritev2": "write", "sendfile": "write",
    "copy_file_range": "write", "truncate": "truncate", "ftruncate": "truncate",
    "fallocate": "truncate", "fsync": "fsync", "fdatasync": "fsync", "sync_file_range": "fsync",
    "rename": "rename", "renameat": "rename", "renameat2": "rename", "link": "link",
    "linkat": "link", "symlink": "symlink", "symlinkat": "symlink", "unlink": "unlink",
    "unlinkat": "unlink", "rmdir": "unlink", "mkdir": "mkdir", "mkdirat": "mkdir",
    "mknod": "mknod", "mknodat": "mknod", "chmod": "chmod", "fchmod": "chmod",
    "fchmodat": "chmod", "fchmodat2": "chmod", "chown": "chown", "fchown": "chown",
    "lchown": "chown", "fchownat": "chown", "setxattr": "xattr", "fsetxattr": "xattr",
    "utimensat": "utime",
}


def setUpModule():
    """Compiles the library once."""
    folder = tempfile.mkdtemp(prefix="kmsctl-file-kills-")
    unittest.addModuleCleanup(shutil.rmtree, folder)
    compiler = shutil.which("clang") or shutil.which("cc")
    assert compiler, "needs clang, which comes with Swift, or cc"
    FileKills.library = f"{folder}/file_kills.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror",
                    "-o", FileKills.library, SOURCE, "-ldl"], check=True)


class FileKills(SavedStackCase):
    library = None

    def setUp(self):
        super().setUp()
        self.log = self.directory / "operations"
        self.write_stack()
        self.write("manifests/app.yaml", MANIFEST)

    # The library.

    def preload(self, **variables):
        """The environment of a run that counts, and dies where the variables say."""
        self.log.unlink(missing_ok=True)
        return {**self.environment(), "LD_PRELOAD": self.library,
                "FILE_KILLS_BELOW": str(self.stack.resolve()), "FILE_KILLS_LOG": str(self.log),
                **{f"FILE_KILLS_{name.upper()}": str(value) for name, value in variables.items()}}

    def run_preloaded(self, *arguments, **variables):
        return subprocess.run(
            self.command(*arguments), cwd=self.stack, env=self.preload(**variables),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)

    def operations(self):
        """What the last run did: name, path, and whether something was sent before the next."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [(*line.split(" ", 1), following == "send")
                for line, following in zip(lines, lines[1:] + ["send"]) if line != "send"]

    def test_the_library_sees_what_strace_sees(self):
        strace = shutil.which("strace")
        self.assertTrue(strace, "needs strace: scripts/install-system-packages.sh")
        trace = self.directory / "trace"
        environment = self.preload()
        inner = [f"{name}={environment.pop(name)}" for name in list(environment)
                 if name == "LD_PRELOAD" or name.startswith("FILE_KILLS_")]
        subprocess.run(
            [strace, "-f", "-y", "-s", "0", "-e", "signal=none",
             "-e", "trace=" + ",".join("?" + name for name in SYSTEM_CALLS), "-o", trace,
             "env", *inner, *self.command("apply", "--auto-approve")],
            cwd=self.stack, env=environment, stdin=subprocess.DEVNULL, check=True,
            capture_output=True, timeout=120)
        below = str(self.stack.resolve())
        traced = collections.Counter()
        for line in trace.read_text().splitlines():
            call = re.match(r"\d+ +(\w+)\(", line)
            # The working directory says nothing about an absolute path.
            line = re.sub(r'AT_FDCWD<[^>]*>, "/', '"/', line)
            if call is None or below not in line:
                continue
            name = SYSTEM_CALLS[call.group(1)]
            if name == "open" and not re.search(r"O_(CREAT|TRUNC|WRONLY|RDWR)", line):
                continue
            traced[name] += 1
        counted = collections.Counter(name for name, _, _ in self.operations())
        self.assertGreater(counted.pop("close"), 0)
        self.assertEqual(counted, traced)
        self.assertLessEqual(
            {"open", "write", "fsync", "rename", "symlink", "unlink", "mkdir", "chmod"},
            set(counted))

    # The matrix.

    def test_every_file_operation_of_a_rotation(self):
        self.deliver_one()
        self.pass_time(DUE)
        self.save()
        self.restore()
        before = self.inventory()["clientKeys"]
        run = self.run_preloaded("apply", "--auto-approve")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        operations = self.operations()
        self.assertGreater(len(operations), 60)
        self.superseded = 0
        self.check(before, "unharmed")
        killed = repeated = 0
        for number, (name, path, is_before_call) in enumerate(operations, 1):
            moments = ["before"] + ["torn"] * (name == "write") + ["after"] * is_before_call
            for moment in moments:
                place = f"{moment} operation {number}, {name} {path.removeprefix(str(self.stack))}"
                with self.subTest(place):
                    killed += 1
                    repeated += self.kill_at(number, moment, place)
        print(f"\nkilled at {len(operations)} file operations, {killed} times; {self.superseded} "
              f"left a half published key, {repeated} needed a third run", flush=True)
        self.assertGreater(self.superseded, 0)

    def kill_at(self, number, moment, place):
        """Kills one run and checks what the next makes of it; says whether it took one more."""
        self.restore()
        before = self.inventory()["clientKeys"]
        run = self.run_preloaded("apply", "--auto-approve", at=number, when=moment)
        self.assertEqual(run.returncode, -9, f"{place}: not killed\n{run.stdout}{run.stderr}")
        done = self.operations()
        self.assertEqual(len(done), number)
        # From here on an application may use the key, so it stays beside its successor.
        is_published = any(
            name == "rename" and path.endswith("/current") for name, path, _ in done)
        self.assertNotRegex(run.stdout + run.stderr, "PRIVATE KEY")
        first = self.kmsctl("apply", "--auto-approve", code=None)
        if first.code != 0:
            self.kmsctl("apply", "--auto-approve")
        self.check(before, place, extra=1 if is_published else 0)
        self.assertEqual(first.code, 0, f"{place}\n{first}")
        return first.code != 0

    def check(self, before, place, extra=0):
        """Converged, and nothing lost or left over; a half published key may have stayed."""
        keys = self.inventory()["clientKeys"]
        for identity, key in before.items():
            self.assertEqual(keys.get(identity), key, f"{place}: an older key was touched")
        stayed = len(keys) - len(before) - 1
        self.assertIn(stayed, range(extra + 1), f"{place}: {sorted(keys)}")
        self.superseded += stayed
        self.assert_recorded(keys)
        for root in self.places:
            self.assertEqual(problems(root, keys), [], place)
        first, second = (open_key(root / "current") for root in self.places)
        self.assertEqual(first, second, place)
        self.assertNotIn(first[0], before, place)


if __name__ == "__main__":
    unittest.main()
