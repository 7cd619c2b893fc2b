#!/usr/bin/env python3
"""Feeds docs/prometheus-alerts.yaml with what 'kmsctl key list -o prometheus' prints, by promtool.

Usage: promtool_conformance.py PATH-OF-KMS-SANDBOX (kmsctl is looked for beside it; promtool comes
from scripts/install-promtool.sh)

Each case makes one state of a stack in a sandbox, lets 'promtool check metrics' read the report,
and asks 'promtool test rules' which alerts fire at which moments. The moment of the report is zero:
its seconds are subtracted from every value that is a moment, as promtool's tests begin at 1970.
Nothing renews the report, as if its job had died. Prints a line per case and the totals.
"""

import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

import yaml
from prometheus_client.parser import text_string_to_metric_families

from sandbox_process import Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "docs" / "prometheus-alerts.yaml"
PROMTOOL = ROOT / ".build-promtool" / "promtool"
INSTANCE = "kst-hzz62ee817bvyyr5x0000"
DAY = 86_400
HOUR = 3_600
# What the documents said before: the greatest end of an access point, whoever made the key.
BLIND = "max by (access_point) (kmsctl_client_key_not_after_seconds) - time() < 30 * 86400"

STALE = ("KmsctlReportStale", "", "")
CASES = []


def case(function):
    CASES.append(function)
    return function


class Stack:
    """A stack of one access point, applied to a sandbox."""

    def __init__(self, sandbox, directory):
        self.sandbox, self.directory = sandbox, pathlib.Path(directory)
        self.write_stack()
        self.write("manifests/app.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: QuickAccess\nmetadata: {name: app}\n"
            f"spec: {{instance: {INSTANCE}, networkRules: unrestricted,"
            " deliverTo: [{directory: {path: delivered/app}}]}\n"))
        self.kmsctl("apply", "--auto-approve")

    def write(self, name, text):
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def write_stack(self, extra=""):
        self.write("kmsctl.yaml", (
            "apiVersion: kmsctl.dev/v1\nkind: Stack\nmetadata: {name: prom, uid: pr0001}\n"
            f"spec: {{account: \"{self.sandbox.account}\", region: {self.sandbox.region},"
            f" manifests: [manifests/]{extra}}}\n"))

    def kmsctl(self, *arguments, code=0):
        keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        key_id, secret = self.sandbox.key
        run = subprocess.run(
            [pathlib.Path(sys.argv[1]).resolve().parent / "kmsctl", *arguments, "--endpoint",
             f"http://{self.sandbox.address}"], cwd=self.directory, stdin=subprocess.DEVNULL,
            env={**keep, "HOME": str(self.directory), "ALIBABA_CLOUD_ACCESS_KEY_ID": key_id,
                 "ALIBABA_CLOUD_ACCESS_KEY_SECRET": secret},
            capture_output=True, text=True, timeout=120, check=False)
        assert run.returncode == code, f"exit {run.returncode}\n{run.stdout}\n{run.stderr}"
        return run.stdout

    def report(self, code=0):
        return Report(self.kmsctl("key", "list", "-o", "prometheus", code=code))

    def add_key(self, ends):
        """Makes a key as somebody with the console would."""
        self.sandbox.admin("edit", address="clientkey/app", create={"NotAfter": stamp(ends)})

    def now(self):
        return self.report().now

    def pass_time(self, seconds):
        self.sandbox.admin("clock", freeze=stamp(self.now() + seconds))


class Report:
    """What one run printed."""

    def __init__(self, text):
        self.text = text
        self.samples = [sample for family in text_string_to_metric_families(text)
                        for sample in family.samples]
        self.now = next((int(sample.value) for sample in self.samples
                         if sample.name == "kmsctl_report_time_seconds"), 0)

    def key(self, state):
        """The id and the end, in seconds from the report, of the only key of a state."""
        (found,) = [sample for sample in self.samples
                    if sample.name == "kmsctl_client_key_not_after_seconds"
                    and sample.labels["state"] == state]
        return found.labels["key_id"], int(found.value) - self.now

    def series(self):
        """The samples as promtool wants them, for two years of hours."""
        result = []
        for sample in self.samples:
            labels = ",".join(f'{name}="{value}"' for name, value in sample.labels.items())
            is_moment = sample.name.endswith("_seconds")
            value = int(sample.value) - (self.now if is_moment else 0)
            result.append({"series": f"{sample.name}{{{labels}}}",
                           "values": f"{value}+0x{2 * 365 * 24}"})
        return result


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def promtool(*arguments, text=None):
    run = subprocess.run([PROMTOOL, *arguments], input=text, capture_output=True, text=True,
                         timeout=300, check=False)
    assert run.returncode == 0, f"promtool {arguments[0]} {arguments[1]}\n{run.stdout}{run.stderr}"
    assert "rror" not in run.stdout + run.stderr, run.stdout + run.stderr


def moment(seconds):
    return f"{seconds // HOUR}h"


def fires(report, *expected, silent=()):
    """Checks which alerts fire when; `silent` are moments at which the old expression says nothing.

    An expectation is a number of seconds after the report and the alerts, each with its access
    point and key.
    """
    if report.text:
        promtool("check", "metrics", text=report.text)
    tests = []
    for seconds, alerts in expected:
        samples = []
        for name, access_point, key in alerts:
            labels = {"alertname": name, "access_point": access_point, "key_id": key}
            words = ",".join(f'{label}="{value}"' for label, value in labels.items() if value)
            samples.append({"labels": f"{{{words}}}", "value": 1})
        tests.append({
            "expr": 'count by (alertname, access_point, key_id) (ALERTS{alertstate="firing"})',
            "eval_time": moment(seconds), "exp_samples": samples})
    tests += [{"expr": BLIND, "eval_time": moment(seconds), "exp_samples": []}
              for seconds in silent]
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "test.yaml")
        path.write_text(yaml.safe_dump({
            "rule_files": [str(RULES)], "evaluation_interval": "1h",
            "tests": [{"interval": "1h", "input_series": report.series(),
                       "promql_expr_test": tests}]}), encoding="utf-8")
        promtool("test", "rules", str(path))


@case
def f6_a_key_in_use_that_ends(stack):
    """Also when the job is dead: its file stays."""
    report = stack.report()
    _, end = report.key("current")
    ending = ("KmsctlClientKeyEnding", "app", "")
    fires(report, (0, []), (end - 31 * DAY, [STALE]), (end - 29 * DAY, [ending, STALE]),
          (end + DAY, [ending, STALE]))


@case
def f6_a_strangers_far_end_blinds_nobody(stack):
    stack.add_key(stack.now() + 5 * 365 * DAY)
    report = stack.report()
    key, _ = report.key("unrecorded")
    _, end = report.key("current")
    unknown = ("KmsctlClientKeyOfUnknownOrigin", "app", key)
    fires(report, (0, [unknown]), (end - 31 * DAY, [unknown, STALE]),
          (end - 29 * DAY, [unknown, ("KmsctlClientKeyEnding", "app", ""), STALE]),
          silent=[end - 29 * DAY, end + DAY])


@case
def f6_a_strangers_near_end_is_not_the_applications(stack):
    stack.add_key(stack.now() + 3 * DAY)
    report = stack.report()
    key, _ = report.key("unrecorded")
    fires(report, (0, [("KmsctlClientKeyOfUnknownOrigin", "app", key)]))


@case
def f6_an_accepted_key_has_an_alert_of_its_own(stack):
    stack.add_key(stack.now() + 40 * DAY)
    key, _ = stack.report().key("unrecorded")
    stack.write_stack(f", external: [clientkey/{key}]")
    report = stack.report()
    assert report.key("external")[0] == key
    fires(report, (0, []), (11 * DAY, [("KmsctlAcceptedKeyEnding", "app", key), STALE]))


@case
def f6_a_predecessor_in_its_overlap_does_not_fire(stack):
    stack.pass_time(200 * DAY)
    stack.kmsctl("key", "rotate", "app", "--now", "--auto-approve")
    report = stack.report()
    _, old = report.key("overlapping")
    _, new = report.key("current")
    assert old < new - 100 * DAY
    fires(report, (0, []), (old - DAY, [STALE]), (old + DAY, [STALE]),
          (new - 29 * DAY, [("KmsctlClientKeyEnding", "app", ""), STALE]))


@case
def a_key_fires_whatever_became_of_the_marker(stack):
    _, end = stack.report().key("current")
    for description in ("plain words", "[kmsctl/2 s=prom.pr0001 q=1]", "[kmsctl/1 s=prom.pr0001"):
        stack.sandbox.admin("edit", address="aap/app", set={"Description": description})
        report = stack.report()
        assert report.key("foreign")[1] in range(end - HOUR, end + HOUR)
        fires(report, (0, []), (end - 31 * DAY, [STALE]),
              (end - 29 * DAY, [("KmsctlClientKeyEnding", "app", ""), STALE]))


@case
def f6_a_key_that_has_ended_goes_on_firing(stack):
    _, end = stack.report().key("current")
    stack.pass_time(end + DAY)
    report = stack.report()
    assert report.key("expired")[1] < 0
    fires(report, (0, [("KmsctlClientKeyEnding", "app", "")]))


@case
def f6_a_key_that_is_gone_is_missing(stack):
    key, _ = stack.report().key("current")
    stack.sandbox.admin("edit", address=f"clientkey/{key}", delete=True)
    fires(stack.report(), (0, [("KmsctlClientKeyMissing", "app", "")]))


@case
def f6_a_stuck_rotation_is_said_and_is_still_a_key_in_use(stack):
    text = stack.report().text
    assert 'state="current"' in text
    report = Report(text.replace('state="current"', 'state="stuck"'))
    key, end = report.key("stuck")
    stuck = ("KmsctlRotationStuck", "app", key)
    fires(report, (0, [stuck]), (end - 29 * DAY, [stuck, ("KmsctlClientKeyEnding", "app", ""),
                                                  STALE]))


@case
def f6_a_stuck_rotation_without_a_key_is_missing_too(stack):
    key, _ = stack.report().key("current")
    stack.sandbox.admin("edit", address=f"clientkey/{key}", delete=True)
    text = stack.report().text
    assert 'state="missing"' in text
    fires(Report(text.replace('state="missing"', 'state="stuck"')),
          (0, [("KmsctlRotationStuck", "app", ""), ("KmsctlClientKeyMissing", "app", "")]))


@case
def f6_what_could_not_be_read_is_not_fine(stack):
    stack.sandbox.admin("faults", set=[
        "fail:status=403,code=Forbidden.NoPermission,operation=ListClientKeys"])
    fires(stack.report(code=4), (2 * HOUR, [("KmsctlReportIncomplete", "", "")]))


@case
def f6_a_report_that_never_came_is_not_fine(stack):
    del stack
    fires(Report(""), (2 * HOUR, [STALE]))


@case
def the_documents_quote_the_rules(stack):
    """Every block of YAML under the heading about monitoring is a part of the file."""
    del stack
    page = (ROOT / "docs" / "client-keys.md").read_text(encoding="utf-8")
    section = page[page.index("### Monitoring"):]
    quotes = [part.split("```")[0] for part in section.split("```yaml\n")[1:]]
    assert quotes
    rules = "".join(line.strip() for line in RULES.read_text(encoding="utf-8").splitlines())
    for quote in quotes:
        assert "".join(line.strip() for line in quote.splitlines()) in rules, quote


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if not PROMTOOL.exists():
        sys.exit(f"{PROMTOOL} is missing: run scripts/install-promtool.sh")
    promtool("check", "rules", str(RULES))
    failed = 0
    for function in CASES:
        name = function.__name__.replace("_", " ")
        try:
            with (tempfile.TemporaryDirectory() as directory,
                  Sandbox(sys.argv[1], "--state", f"{directory}/sandbox.json") as sandbox):
                function(Stack(sandbox, f"{directory}/stack"))
        except Exception:
            failed += 1
            print(f"FAILED {name}")
            traceback.print_exc(file=sys.stdout)
            continue
        print(f"ok     {name}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
