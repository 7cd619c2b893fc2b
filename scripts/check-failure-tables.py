#!/usr/bin/env python3
"""Check that every failure the documents promise something about has a test of its own.

In each table headed `| Failure | What you see | What to do | Test |` the last column names, in
backticks, the test that proves the row: a Swift function under `@Test` or a Python `def test_…`.
The test exists, its name is not ambiguous, and it stands for one row only.
"""
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADING = ["Failure", "What you see", "What to do", "Test"]
SWIFT_TEST = re.compile(r"@Test\b.*?\bfunc\s+(\w+)", re.DOTALL)
PYTHON_TEST = re.compile(r"^ *def (test_\w+)", re.MULTILINE)


def cells(line):
    """The cells of a table's line; nothing for another line."""
    text = line.strip()
    if not text.startswith("|") or not text.endswith("|"):
        return None
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", text[1:-1])]


def rows(text):
    """The rows of the failure tables of a document, each with its line number."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        found = cells(line)
        if found is None:
            inside = False
        elif found == HEADING:
            inside = True
        elif inside and not all(re.fullmatch(r":?-+:?", cell) for cell in found):
            yield number, found


def tests(sources):
    """How often each name is the name of a test."""
    count = collections.Counter()
    for name, text in sources:
        count.update((SWIFT_TEST if name.endswith(".swift") else PYTHON_TEST).findall(text))
    return count


def problems(documents, known):
    """One line for each row whose test is missing, ambiguous or taken."""
    taken = {}
    for document, text in documents:
        for number, row in rows(text):
            place = f"{document}:{number}"
            names = re.findall(r"`(\w+)`", row[-1])
            if len(row) != len(HEADING) or not (row[0] and row[1]):
                yield f"{place}: a row has {len(HEADING)} cells; only what to do may be nothing"
            elif len(names) != 1 or row[-1] != f"`{names[0]}`":
                yield f"{place}: the last cell is one test's name in backticks, not {row[-1]}"
            elif known[names[0]] != 1:
                yield f"{place}: '{names[0]}' is the name of {known[names[0]]} tests, expected 1"
            elif names[0] in taken:
                yield f"{place}: '{names[0]}' stands for {taken[names[0]]} already"
            else:
                taken[names[0]] = place


def check_itself():
    """Tries every rule on a document made up for it."""
    known = tests([("A.swift", "@Test(arguments: [1])\n  func isThere() {}\nfunc isNone() {}"),
                   ("a.py", "def test_there():\n  pass\ndef test_twice(): pass"),
                   ("b.py", "    def test_twice(self): pass\ndef helper(): pass")])
    table = "| " + " | ".join(HEADING) + " |\n|---|---|---|---|\n"
    row = "| a \\| b | c |  | {} |\n"
    good = table + row.format("`isThere`") + row.format("`test_there`") + "\n| x | `no` |\n"
    assert list(problems([("d.md", good)], known)) == []
    for name in ("`isMissing`", "`isNone`", "`helper`", "`test_twice`", "isThere", "", "`isThere` x"):
        assert len(list(problems([("d.md", table + row.format(name))], known))) == 1, name
    assert len(list(problems([("d.md", good), ("e.md", good)], known))) == 2
    assert len(list(problems([("d.md", table + "| a | b | `isThere` |\n")], known))) == 1
    assert len(list(problems([("d.md", table + "| | b | c | `isThere` |\n")], known))) == 1


def main():
    check_itself()
    files = [*(ROOT / "Tests").rglob("*.swift"), *(ROOT / "Tests").rglob("*.py")]
    known = tests((path.name, path.read_text(encoding="utf-8")) for path in sorted(files))
    documents = [(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
                 for path in sorted((ROOT / "docs").rglob("*.md"))]
    found = list(problems(documents, known))
    if found:
        sys.exit("\n".join(found))
    count = sum(len(list(rows(text))) for _, text in documents)
    print(f"failure tables: {count} rows, each with its test")


if __name__ == "__main__":
    main()
