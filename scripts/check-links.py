#!/usr/bin/env python3
"""Check that what the documents and the sources refer to is in the repository.

Relative links, documents named in the sources, and sections of the service's fact sheet
(docs/kms-api.md), which are cited as 'kms-api §n'.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^()\s]+)\)")
MENTION = re.compile(r"\bdocs/[\w./-]+\.md\b")
CITED = re.compile(r"kms-api(?:\.md)?`? §(\d+(?:\.\d+)?)")
OUTSIDE = re.compile(r"\bdesign(?:\.md)? §\d")
SECTION = re.compile(r"^#{2,3} (\d+(?:\.\d+)?)", re.MULTILINE)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def documents():
    """The documents whose links are checked."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
    return [path for path in top if path.exists()] + sorted((ROOT / "docs").rglob("*.md"))


def problems():
    """One line for everything that leads nowhere."""
    for path in documents():
        for target in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8"))):
            file = target.split("#")[0]
            if not file or re.match(r"[a-z]+:", target):
                continue
            if not (path.parent / file).exists():
                yield f"{path.relative_to(ROOT)}: link to {target} leads nowhere"
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        for name in MENTION.findall(path.read_text(encoding="utf-8")):
            if not (ROOT / name).exists():
                yield f"{path.relative_to(ROOT)}: mentions {name}, which does not exist"


def citations():
    """One line for every section that is cited and is not there."""
    sheet = (ROOT / "docs" / "kms-api.md").read_text(encoding="utf-8")
    sections = set(SECTION.findall(sheet))
    if len(sections) < 20:
        yield "docs/kms-api.md: its sections cannot be read"
    files = documents() + [path for folder in ("Sources", "Tests", "scripts", "schemas")
                           for path in sorted((ROOT / folder).rglob("*"))
                           if path.suffix in (".swift", ".py", ".sh", ".json")]
    for path in files:
        if path.name in ("kms-api.md", "check-links.py"):
            continue
        text = path.read_text(encoding="utf-8")
        for number in CITED.findall(text):
            if number not in sections:
                yield f"{path.relative_to(ROOT)}: kms-api §{number} is no section of docs/kms-api.md"
        if OUTSIDE.search(text):
            yield f"{path.relative_to(ROOT)}: refers to a design document outside of the repository"


def main():
    found = list(problems()) + list(citations())
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
