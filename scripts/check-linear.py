#!/usr/bin/env python3
"""Checks that `kmsctl validate` does linear work on generated worst cases.

Takes the directory of the release binary (or KMSCTL_BIN_DIR). Every case is made in size n and 2n
and run under `valgrind --tool=callgrind`, which counts instructions: no clock, no noise. The work of
a run is its count less that of a run on a stack with nothing in it (start-up: the loader, the
runtime, the arguments), so that start-up cannot hide growth; a case whose work at n is less than a
tenth of start-up is too small to tell anything and fails as such. Double the input may take at most
2.5 times the work.

    scripts/check-linear.py .build/dist             # the sizes of CI
    scripts/check-linear.py .build/dist --scale 8   # larger
    scripts/check-linear.py .build/dist --seconds   # 512 KiB and 1 MiB, for docs/performance.md
    scripts/check-linear.py .build/dist --only merge
    scripts/check-linear.py --self-test             # a program of quadratic work must be found
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "linear"))
import worst_cases  # noqa: E402

LIMIT = 2.5
SMALLEST_SHARE = 0.1


def instructions(command, directory, expected):
    """How many instructions a command takes; its exit status must be one of those expected."""
    environment = {key: value for key, value in os.environ.items()
                   if not key.startswith(("KMSCTL_", "ALIBABA_CLOUD_"))}
    environment["NO_COLOR"] = "1"
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
        cwd=directory, env=environment, capture_output=True, check=False)
    text = done.stderr.decode("utf-8", "replace")
    if done.returncode not in expected:
        sys.exit(f"check-linear: {command} ended with {done.returncode}:\n{text[-2000:]}")
    counts = re.findall(r"^==\d+== Collected : (\d+)", text, re.MULTILINE)
    if not counts:
        sys.exit(f"check-linear: valgrind counted nothing:\n{text[-2000:]}")
    return int(counts[-1])


def verdict(base, first, second):
    """The ratio of the work, and what is wrong with it, if anything."""
    work = first - base
    if work < base * SMALLEST_SHARE:
        return 0.0, "too small to tell: make n larger"
    ratio = (second - base) / work
    return ratio, None if ratio <= LIMIT else f"more than {LIMIT} times"


def seconds(command, directory):
    """The processor time that a command takes."""
    with subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def bytes_of(made):
    """How many bytes the files of a case have."""
    return sum(len(content.encode()) for content in made.values())


def measure(program, case, size, take=instructions):
    with tempfile.TemporaryDirectory(prefix="kmsctl-linear-") as directory:
        made = case.make(size)
        for name, content in {**worst_cases.STACK, **made}.items():
            path = pathlib.Path(directory, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode())
        total = bytes_of(made)
        arguments = case.arguments(made) if case.arguments else []
        command = [program, "validate", *arguments]
        if take is seconds:
            return min(seconds(command, directory) for _ in range(3)), total
        return take(command, directory, (0, 65)), total


def row(name, total, base, first, second):
    ratio, fault = verdict(base, first, second)
    print(f"{name:34} {total / 1024:9.0f} {(first - base) / 1e6:10.1f} {(second - base) / 1e6:10.1f}"
          f" {ratio:6.2f}  {fault or 'ok'}", flush=True)
    return fault is None


def check(program, cases, scale):
    nothing = worst_cases.Case("nothing", 1, lambda n: {"manifests/m.yaml": worst_cases.rule("a")})
    base, _ = measure(program, nothing, 1)
    print(f"start-up: {base / 1e6:.1f} million instructions, taken off below\n")
    print(f"{'case':34} {'2n in KiB':>9} {'n, 10^6':>10} {'2n, 10^6':>10} {'ratio':>6}")
    good = True
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        runs = [(case, [pool.submit(measure, program, case, size)
                        for size in (case.size(scale), 2 * case.size(scale))]) for case in cases]
        for case, (small, large) in runs:
            (first, _), (second, total) = small.result(), large.result()
            good &= row(case.name, total, base, first, second)
    return good


def show_seconds(program, cases):
    """A table for people: half of the largest file, and the largest, in processor time."""
    limit = 1_048_576
    print(f"{'case':36} {'KiB':>6} {'s':>6} {'KiB':>6} {'s':>6} {'ratio':>6}")
    for case in cases:
        size = int(limit / 2 / bytes_of(case.make(case.n)) * case.n)
        # Names grow with their numbers, so the size is not quite in proportion.
        while bytes_of(case.make(2 * size)) > limit:
            size = size * 97 // 100
        (first, small), (second, large) = (
            measure(program, case, n, seconds) for n in (size, 2 * size))
        print(f"{case.name:36} {small / 1024:6.0f} {first:6.2f} {large / 1024:6.0f} {second:6.2f}"
              f" {second / first:6.2f}", flush=True)


def self_test():
    """A program of linear work passes, one of quadratic work does not."""
    def count(body, n):
        return instructions(["awk", f"BEGIN {{ n = {n}; {body} }}"], ".", (0,))

    linear = "for (i = 0; i < n * 300; i++) k += i"
    quadratic = "for (i = 0; i < n; i++) for (j = 0; j < n; j++) k += j"
    base = count("", 0)
    found = []
    for body in (linear, quadratic):
        ratio, fault = verdict(base, count(body, 400), count(body, 800))
        found.append(fault is None)
        print(f"self-test: {'passes' if fault is None else 'fails'} at ratio {ratio:.2f}: {body}")
    return found == [True, False]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", nargs="?", default=os.environ.get("KMSCTL_BIN_DIR"))
    parser.add_argument("--scale", type=float, default=1, help="times the sizes of CI")
    parser.add_argument("--only", default="", help="cases with this in their name")
    parser.add_argument("--seconds", action="store_true", help="processor time of large inputs")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        return 0 if self_test() else 1
    if not options.directory:
        parser.error("which binary? give its directory, or set KMSCTL_BIN_DIR")
    program = str(pathlib.Path(options.directory, "kmsctl").resolve())
    cases = [case for case in worst_cases.CASES if options.only in case.name]
    if options.seconds:
        show_seconds(program, cases)
        return 0
    good = check(program, cases, options.scale)
    print(f"\ncheck-linear: {len(cases)} cases, {'all linear' if good else 'NOT all linear'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
