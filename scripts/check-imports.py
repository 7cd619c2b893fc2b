#!/usr/bin/env python3
"""Checks what each source file imports.

Full Foundation would cost kmsctl 44 MB, so only the sandbox may pull it in. C modules stay in the
one target that wraps them.
"""
import pathlib
import re
import sys

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public |package |internal |private |fileprivate )?import\s+"
    r"(?:struct |class |enum |protocol |func |var |let |typealias )?(\w+)",
    re.MULTILINE)

WRAPPERS = {
    "CYAML": {"YAMLSource"},
    "CCurl": {"CurlTransport"},
    "COpenSSL": {"Cryptography"},
    "CProcess": {"Secrets"},
    "FlyingFox": {"KMSSandbox"},
    "FlyingSocks": {"KMSSandbox"},
}
FULL_FOUNDATION = {"Foundation", "FoundationNetworking", "FoundationXML"}
MAY_USE_FOUNDATION = {"KMSSandbox"}


def main():
    problems = []
    count = 0
    for path in sorted(pathlib.Path("Sources").rglob("*.swift")):
        target = path.parts[1]
        for module in IMPORT.findall(path.read_text(encoding="utf-8")):
            count += 1
            if module in FULL_FOUNDATION and target not in MAY_USE_FOUNDATION:
                problems.append(f"{path}: imports {module}; FoundationEssentials at most")
            if module in WRAPPERS and target not in WRAPPERS[module]:
                problems.append(f"{path}: imports {module}, which only {WRAPPERS[module]} may")
    if count < 100:
        problems.append(f"only {count} imports seen: the check does not see the sources")
    for problem in problems:
        print(f"check-imports: {problem}", file=sys.stderr)
    print(f"check-imports: {count} imports, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
