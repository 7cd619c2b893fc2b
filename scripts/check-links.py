#!/usr/bin/env python3
"""Check that relative links in the documents, and documents named in the sources, exist."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^()\s]+)\)")
MENTION = re.compile(r"\bdocs/[\w./-]+\.md\b")
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def documents():
    """The documents whose links are checked."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md")]
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


def main():
    found = list(problems())
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
