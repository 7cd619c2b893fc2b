"""The program itself: its handshake, its state file, its end."""

import json
import os
import signal
import subprocess
import tempfile

from alibabacloud_kms20160120 import models

from sandbox_process import Sandbox
from support import BINARY, check, connect, create_key, create_point, create_rule


@check
def the_state_survives_and_holds_no_private_key(_):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "sandbox.json")
        with Sandbox(BINARY, "--state", path) as first:
            client = connect(first)
            create_rule(client, "kept")
            create_point(client, "kept")
            container = create_key(client, "kept").private_key_data
        assert first.exit_status == 0
        with Sandbox(BINARY, "--state", path) as second:
            assert second.key == first.key
            client = connect(second)
            client.describe_network_rule(models.DescribeNetworkRuleRequest(name="kept"))
            keys = client.list_client_keys(models.ListClientKeysRequest(aap_name="kept")).body
            assert len(keys.client_keys) == 1
        for name in os.listdir(directory):
            with open(os.path.join(directory, name)) as file:
                text = file.read()
            assert container[:60] not in text and "PRIVATE KEY" not in text, name


@check
def a_second_sandbox_on_the_same_state_is_refused(_):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "sandbox.json")
        with Sandbox(BINARY, "--state", path) as first:
            second = subprocess.run(
                [BINARY, "serve", "--state", path], capture_output=True, text=True, timeout=30)
            assert second.returncode == 1 and second.stdout == ""
            holder = f"process {first.process.pid} at http://{first.address}"
            assert second.stderr == f"kms-sandbox: '{path}' is in use by {holder}\n"


@check
def signals_end_it_and_killing_it_loses_nothing(_):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "sandbox.json")
        for number, status in ((signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, -9)):
            with Sandbox(BINARY, "--state", path) as sandbox:
                create_rule(connect(sandbox), f"rule-{number.value}")
                sandbox.process.send_signal(number)
                assert sandbox.process.wait(timeout=30) == status
        with Sandbox(BINARY, "--state", path) as sandbox:
            assert sandbox.admin("status")["objects"]["networkrule"] == 4


@check
def it_says_what_it_is_and_what_it_does_not_understand(_):
    with Sandbox(BINARY) as sandbox:
        version = subprocess.run([BINARY, "--version"], capture_output=True, text=True).stdout
        assert version == sandbox.version + "\n"
    for options in (["--fault", "burn"], ["--strict", "more"], ["--quota", "x"],
                    ["--freeze-clock", "today"]):
        run = subprocess.run(
            [BINARY, "serve", *options], capture_output=True, text=True, timeout=30)
        assert run.returncode == 64 and run.stdout == "" and options[0] in run.stderr, run


@check
def the_log_of_calls_names_objects_but_no_values(_):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "sandbox.json")
        with Sandbox(BINARY, "--state", path) as sandbox:
            create_rule(connect(sandbox), "logged", description="not for the log")
        with open(path + ".calls.jsonl") as file:
            lines = [json.loads(line) for line in file]
        assert [(line["operation"], line["name"], line["status"]) for line in lines] == [
            ("CreateNetworkRule", "logged", 200)]
        assert "not for the log" not in json.dumps(lines)


@check
def every_operation_was_driven_by_the_checks_above(sandbox):
    kinds = {"NetworkRule": "NetworkRules", "Policy": "Policies",
             "ApplicationAccessPoint": "ApplicationAccessPoints"}
    expected = {f"{verb}{kind}" for kind in kinds
                for verb in ("Create", "Describe", "Update", "Delete")}
    expected |= {f"List{plural}" for plural in kinds.values()}
    expected |= {f"{verb}ClientKey" for verb in ("Create", "Get", "Delete")} | {"ListClientKeys"}
    expected |= {"GetKmsInstance", "ListKmsInstances", "GetDefaultKmsInstance",
                 "GetKmsInstanceQuotaInfos", "ListKeys", "DescribeKey", "ListSecrets",
                 "DescribeSecret", "CreateSecret", "PutSecretValue", "GetSecretValue",
                 "ListSecretVersionIds", "DescribeRegions", "GetCallerIdentity"}
    calls = sandbox.admin("log", limit=10000)["calls"]
    succeeded = {call["operation"] for call in calls if call["status"] == 200}
    assert succeeded >= expected, expected - succeeded
