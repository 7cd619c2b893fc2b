#!/usr/bin/env python3
"""Prints a filter for `swift test`: the test target of every target that calls C.

A library target that imports Glibc or a C module has a test target of its name and 'Tests' with at
least one test; otherwise this fails, so that a new target cannot be forgotten. Executables have no
tests of their own: the end-to-end tests run them.
"""
import pathlib
import re
import sys

CALLS_C = re.compile(
    r"^\s*(?:\w+ |@\w+ )*import (?:Glibc|CCurl|CYAML|COpenSSL|CProcess)\b", re.MULTILINE)
# Executables: a few lines around a library.
PROGRAMS = {"kmsctl", "kms-sandbox"}


def targets(root):
    """The targets that call C."""
    return sorted({path.relative_to(root / "Sources").parts[0]
                   for path in (root / "Sources").rglob("*.swift")
                   if CALLS_C.search(path.read_text(encoding="utf-8"))})


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    names, problems = [], []
    for target in targets(root):
        if target in PROGRAMS:
            continue
        name = f"{target}Tests"
        tests = [path for path in (root / "Tests" / name).rglob("*.swift")
                 if "@Test" in path.read_text(encoding="utf-8")]
        if tests and f'name: "{name}"' in (root / "Package.swift").read_text(encoding="utf-8"):
            names.append(name)
        else:
            problems.append(f"{target} calls C and has no test target {name}")
    if len(names) < 9:
        problems.append(f"only {len(names)} targets seen: the script does not see the sources")
    for problem in problems:
        print(f"c-targets: {problem}", file=sys.stderr)
    if problems:
        return 1
    print(f"^({'|'.join(names)})\\.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
