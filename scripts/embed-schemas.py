#!/usr/bin/env python3
"""Write the JSON Schemas of schemas/ into Swift files, so that `kmsctl schema` needs no resources.

Without arguments it writes; with --check it only says whether the files are up to date.
"""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "schemas"
TARGET = ROOT / "Sources" / "KMSCommands" / "Schemas"
LINES_PER_FILE = 280
HEADER = "// swift-format-ignore-file\n// Written by scripts/embed-schemas.py from schemas/{file}; do not edit.\n\n"


def identifier(path):
    words = path.name.removesuffix(".schema.json").replace("-", " ").replace(".", " ").split()
    joined = "".join(word[:1].upper() + word[1:] for word in words)
    return joined[:1].lower() + joined[1:]


def literal(lines):
    return '#"""\n' + "".join(f"    {line}\n" if line else "\n" for line in lines) + '    """#'


def swift_files():
    """The content of every file there should be, by name."""
    files, entries = {}, []
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        name = identifier(path)
        text = path.read_text(encoding="utf-8")
        lines = text.rstrip("\n").split("\n")
        parts = [lines[i : i + LINES_PER_FILE] for i in range(0, len(lines), LINES_PER_FILE)]
        members = []
        for number, part in enumerate(parts, 1):
            suffix = "" if number == 1 else f"Part{number}"
            member = f"{name}{suffix}"
            members.append(member)
            body = HEADER.format(file=path.name)
            body += f"extension EmbeddedSchemas {{\n  static let {member} = {literal(part)}\n}}\n"
            files[f"EmbeddedSchemas+{member[:1].upper()}{member[1:]}.swift"] = body
        value = ' + "\\n" + '.join(members) + ' + "\\n"'
        entries.append((path.name.removesuffix(".schema.json"), value))
    listing = HEADER.format(file="")
    listing += "/// The JSON Schemas of `schemas/`, as texts inside the program.\n"
    listing += "enum EmbeddedSchemas {\n  /// By name; computed, because nobody needs two.\n"
    listing += "  static var all: [(name: String, text: String)] {\n    [\n"
    listing += "".join(f'      ("{name}", {value}),\n' for name, value in entries)
    listing += "    ]\n  }\n}\n"
    files["EmbeddedSchemas.swift"] = listing
    return files


def main():
    wanted = swift_files()
    found = {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.swift")}
    if sys.argv[1:] == ["--check"]:
        wrong = sorted(n for n in wanted.keys() | found.keys() if wanted.get(n) != found.get(n))
        if wrong:
            sys.exit("not up to date, run scripts/embed-schemas.py: " + ", ".join(wrong))
        return
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in found.keys() - wanted.keys():
        (TARGET / name).unlink()
    for name, text in wanted.items():
        (TARGET / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
