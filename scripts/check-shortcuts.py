#!/usr/bin/env python3
"""Checks that Sources hold none of the shortcuts the house style rules out."""
import pathlib
import re
import sys

BANNED = {
    "try!": re.compile(r"\btry!"),
    "as!": re.compile(r"\bas! "),
    "fatalError": re.compile(r"\bfatalError\("),
    "@unchecked Sendable": re.compile(r"@unchecked\s+Sendable"),
    "a note to do it later": re.compile(r"\b(TODO|FIXME|XXX)\b"),
}


def main():
    problems = []
    for path in sorted(pathlib.Path("Sources").rglob("*.swift")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for name, pattern in BANNED.items():
                if pattern.search(line):
                    problems.append(f"{path}:{number}: {name}")
    for problem in problems:
        print(f"check-shortcuts: {problem}", file=sys.stderr)
    print(f"check-shortcuts: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
