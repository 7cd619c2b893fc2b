#!/usr/bin/env python3
"""Runs every file of Tests/EndToEnd as a process of its own, two at a time, the slowest first.

Each prints what it has to say when it is done. A file that ran no test, or skipped one, has failed.
"""
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parents[1] / "Tests" / "EndToEnd"
WORKERS = 2
# Only for the order: what is not listed here comes last.
SLOWEST_FIRST = [
    "test_kill_matrix", "test_file_kills", "test_full_access_points", "test_planted_secrets",
    "test_ownership", "test_main_job"]


def rank(name):
    """Where a file stands in the order."""
    place = SLOWEST_FIRST.index(name) if name in SLOWEST_FIRST else len(SLOWEST_FIRST)
    return place, name


def run(name):
    """Runs one file; returns its name, output, seconds and how many tests passed and failed."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "unittest", name], cwd=TESTS, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    count = re.search(r"^Ran (\d+) tests? in", done.stdout, re.MULTILINE)
    ran = int(count.group(1)) if count else 0
    wrong = sum(int(number) for number in re.findall(
        r"(?:failures|errors|skipped|unexpected successes)=(\d+)", done.stdout))
    if done.returncode != 0 or ran == 0:
        wrong = max(wrong, 1)
    return name, done.stdout, time.monotonic() - start, max(ran - wrong, 0), wrong


def main():
    names = sorted((path.stem for path in TESTS.glob("test_*.py")), key=rank)
    only = sys.argv[1:]
    names = [name for name in names if not only or name in only]
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        waiting = [pool.submit(run, name) for name in names]
        for future in concurrent.futures.as_completed(waiting):
            name, output, seconds, good, bad = future.result()
            passed, failed = passed + good, failed + bad
            print(f"-- {name}: {good} passed, {bad} failed, {seconds:.0f} s", flush=True)
            print(output.strip(), flush=True)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
