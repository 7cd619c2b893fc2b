#!/usr/bin/env python3
"""Drives kms-sandbox with the official Alibaba Cloud SDK, unmodified.

Usage: sdk_conformance.py PATH-OF-KMS-SANDBOX

Every operation, both signature versions, paging, errors, and client keys that the openssl program
opens. Prints a line per check and the totals; the exit status says whether all of them passed.
"""

import sys
import traceback

import checks_objects  # noqa: F401
import checks_keys  # noqa: F401
import checks_instances  # noqa: F401
import checks_refusals  # noqa: F401
import checks_secrets  # noqa: F401
import checks_signatures  # noqa: F401
import checks_program  # noqa: F401
from sandbox_process import Sandbox
from support import BINARY, CHECKS


def main():
    failures = 0
    with Sandbox(BINARY) as sandbox:
        for function in CHECKS:
            title = function.__name__.replace("_", " ")
            try:
                function(sandbox)
                print(f"ok    {title}")
            except Exception:
                failures += 1
                print(f"FAIL  {title}")
                traceback.print_exc(file=sys.stdout)
            sys.stdout.flush()
    print(f"{len(CHECKS) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    if BINARY is None:
        sys.exit(__doc__)
    sys.exit(main())
