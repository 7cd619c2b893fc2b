#!/usr/bin/env python3
"""Verifies good client keys many times over heaps filled with five values: each time they are good.

What is read after it was freed holds the fill, so a verdict that looks at freed memory is wrong here
in every run and not only at random (findings F1 and B1). Takes the number of verifications;
KMSCTL_BIN_DIR names the programs.
"""
import collections
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))
from harness import EndToEndCase  # noqa: E402

FILLS = (1, 42, 85, 170, 255)


class Verification(EndToEndCase):
    """A stack with four delivered keys."""

    count = 0

    def runTest(self):
        self.copy_example()
        self.kmsctl("apply", "--auto-approve")
        keys = sorted((self.stack / "delivered").glob("*/current"))
        self.assertEqual(len(keys), 4)
        verdicts = collections.Counter()
        for number in range(self.count):
            fill = FILLS[number % len(FILLS)]
            run = subprocess.run(
                self.command("key", "verify", str(keys[number // len(FILLS) % len(keys)])),
                cwd=self.stack, env=self.environment() | {"MALLOC_PERTURB_": str(fill)},
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
            verdict = run.stdout.split("\n")[0].partition(" until ")[0].partition(":")[0]
            verdicts[verdict, run.returncode] += 1
            if verdicts["good", 0] <= number - 10:
                break
        for (verdict, code), times in sorted(verdicts.items()):
            print(f"verify-often: {times} times '{verdict}', exit {code}")
        self.assertEqual(verdicts, {("good", 0): self.count})


def main():
    Verification.count = int(sys.argv[1])
    case = Verification()
    result = case.defaultTestResult()
    case.run(result)
    for _, text in result.failures + result.errors:
        print(text, file=sys.stderr)
    return 0 if result.wasSuccessful() and result.testsRun == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
