#!/usr/bin/env python3
"""Prints how long each part of a CI run took, fails when one did not run, and warns when
all took too long.

Takes the list of parts there have to be (.ci/parts) and the notes of scripts/timed.sh.
"""
import pathlib
import sys

LIMIT = 40 * 60


def expected(text):
    """The names in .ci/parts, in order."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def report(names, notes):
    """The lines of the table, and what is wrong with the run."""
    ran = [line.split("\t") for line in notes.splitlines()]
    seconds = {}
    lines, problems = [], []
    for name, time, status in ran:
        seconds[name] = seconds.get(name, 0) + int(time)
        if int(status):
            problems.append(f"{name} ended with {status}")
    for name in names:
        took = f"{seconds[name]:5d} s" if name in seconds else "not run"
        lines.append(f"  {took:>7}  {name}")
        if name not in seconds:
            problems.append(f"{name} did not run")
    problems += [f"{name} ran, but is not in .ci/parts" for name in seconds if name not in names]
    total = sum(seconds.values())
    lines.append(f"  {total:5d} s  in all, at most {LIMIT} s")
    if total > LIMIT:
        # Machines differ: said, so that somebody looks, and no reason to fail.
        lines.append(f"  WARNING: the parts took {total} s, more than {LIMIT} s")
    return lines, problems


def check_itself():
    """Tries every rule on a run made up for it."""
    names = expected("# comment\nunit\n\nlint  # all of it\n")
    assert names == ["unit", "lint"]
    assert report(names, "unit\t3\t0\nlint\t4\t0\n") == (
        ["      3 s  unit", "      4 s  lint", f"      7 s  in all, at most {LIMIT} s"], [])
    assert report(names, "unit\t3\t0\n")[1] == ["lint did not run"]
    assert report(names, "unit\t3\t0\nlint\t4\t2\n")[1] == ["lint ended with 2"]
    assert report(names, "unit\t3\t0\nlint\t4\t0\nmore\t1\t0\n")[1] == [
        "more ran, but is not in .ci/parts"]
    slow = report(names, f"unit\t{LIMIT}\t0\nlint\t1\t0\n")
    assert slow[1] == [] and "WARNING" in slow[0][-1]


def main():
    check_itself()
    names, notes = (pathlib.Path(path).read_text(encoding="utf-8") for path in sys.argv[1:3])
    lines, problems = report(expected(names), notes)
    print("\n".join(["parts of this run:", *lines]))
    for problem in problems:
        print(f"report-parts: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
