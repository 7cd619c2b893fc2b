#!/usr/bin/env python3
"""Checks that source files stay small: median under 120 lines, none over 300 (tests: 500)."""
import pathlib
import statistics
import sys

GENERATED = "+Generated.swift"


def lengths(root):
    files = [path for path in sorted(pathlib.Path(root).rglob("*.swift"))
             if not path.name.endswith(GENERATED)]
    return {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}


def main():
    sources, tests = lengths("Sources"), lengths("Tests")
    problems = [f"{path}: {n} lines, at most 300" for path, n in sources.items() if n > 300]
    problems += [f"{path}: {n} lines, at most 500" for path, n in tests.items() if n > 500]
    median = statistics.median(sources.values())
    if median >= 120:
        problems.append(f"the median source file has {median} lines; stay under 120")
    for problem in problems:
        print(f"check-sizes: {problem}", file=sys.stderr)
    print(f"check-sizes: {len(sources)} source files, median {median:g} lines, "
          f"longest {max(sources.values())}; {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
