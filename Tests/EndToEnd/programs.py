"""Programs for tests of what manifests may run, and the smallest stack that delivers to them."""
import json
import re
import textwrap

from harness import INSTANCE, ROOT, EndToEndCase

PAGE = ROOT / "docs" / "deliver-by-command.md"

RECORDER = """\
#!/usr/bin/env python3
# Keeps what a program can see of itself, then does what the test asks for.
import json, os, sys, time
PLACE = {place!r}
def seen(name):
    with open(f"/proc/self/{{name}}", "rb") as file:
        return file.read().decode(errors="surrogateescape")
document = "" if {unread!r} else sys.stdin.read()
with open("/proc/%d/limits" % os.getppid()) as file:
    limits = file.read()
with open(PLACE, "a") as file:
    file.write(json.dumps({{
        "document": document, "cmdline": seen("cmdline"), "environ": seen("environ"),
        "limits": limits, "process": os.getpid(), "arguments": sys.argv[1:]}}) + "\\n")
{then}
"""


class CommandCase(EndToEndCase):
    """A stack with one access point whose key goes to what a test writes."""

    def setUp(self):
        super().setUp()
        self.write_stack()

    def program(self, name, then="", unread=False):
        """Writes a recording program that then runs `then`; returns its path."""
        path = self.directory / name
        path.write_text(RECORDER.format(
            place=str(self.directory / f"{name}.jsonl"), unread=unread,
            then=textwrap.dedent(then)))
        path.chmod(0o755)
        return path

    def calls(self, name):
        """What a recording program saw, call by call."""
        path = self.directory / f"{name}.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def deliver_to(self, *destinations, password=""):
        """Writes the stack's manifest with these entries of `deliverTo`, each one line of YAML."""
        entries = "".join(f"      - {entry}\n" for entry in destinations)
        secret = f"    password: {password}\n" if password else ""
        self.write("manifests/orders.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: Policy\nmetadata: {name: crypto}\n"
            f"spec: {{scope: {INSTANCE}, roles: [CryptoServiceKeyUser], resources: [key/*],"
            " networkRules: unrestricted}\n---\n"
            "apiVersion: kmsctl.dev/v1\nkind: ApplicationAccessPoint\nmetadata: {name: orders}\n"
            "spec:\n  policies: [crypto]\n  clientKey:\n"
            f"{secret}    deliverTo:\n{entries}"))

    @staticmethod
    def entry(path, **fields):
        """One `command` entry of `deliverTo`."""
        more = "".join(f", {name}: {value}" for name, value in fields.items())
        return f"command: {{run: [{path}]{more}}}"

    def apply(self, *allowed, code=0):
        """Applies with these programs allowed."""
        flags = [word for path in allowed for word in ("--allow-exec", str(path))]
        return self.kmsctl("apply", "--auto-approve", *flags, code=code)

    def keys(self):
        """The ids of the access point's keys at the service."""
        keys = self.inventory()["clientKeys"].values()
        return sorted(key["id"] for key in keys if key["accessPoint"] == "orders")


def recipe(heading):
    """The YAML and the shell blocks of one recipe of the page."""
    text = PAGE.read_text(encoding="utf-8")
    section = re.search(rf"^### {heading}\n(.*?)(?=^###? )", text, re.S | re.M).group(1)
    return (re.findall(r"```yaml\n(.*?)```", section, re.S),
            re.findall(r"```sh\n(.*?)```", section, re.S))
