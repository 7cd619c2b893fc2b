"""Storing and reading values of generic secrets, as the SDK's models have it."""

import json
import os
import tempfile
import uuid

from alibabacloud_kms20160120 import models

from sandbox_process import Sandbox
from support import BINARY, INSTANCE, STAGING, check, connect, refused

KEY = "key-hzz62f1cb66fa42qo8a01"


def create(client, name=None, version="v1", value="first", **more):
    name = name or f"check/{uuid.uuid4()}"
    client.create_secret(models.CreateSecretRequest(
        secret_name=name, version_id=version, secret_data=value,
        **{"dkmsinstance_id": INSTANCE, "encryption_key_id": KEY, **more}))
    return name


def put(client, name, version, value, **more):
    return client.put_secret_value(models.PutSecretValueRequest(
        secret_name=name, version_id=version, secret_data=value, **more)).body


def get(client, name, **more):
    return client.get_secret_value(models.GetSecretValueRequest(secret_name=name, **more)).body


def versions(client, name, **more):
    listed = client.list_secret_version_ids(
        models.ListSecretVersionIdsRequest(secret_name=name, **more)).body
    return {one.version_id: one.version_stages.version_stage
            for one in listed.version_ids.version_id}, listed


@check
def a_secret_is_created_with_its_first_version(sandbox):
    client = connect(sandbox)
    name = create(client, description="made by a check")
    found = client.describe_secret(models.DescribeSecretRequest(secret_name=name)).body
    assert (found.secret_name, found.secret_type) == (name, "Generic")
    assert (found.dkmsinstance_id, found.encryption_key_id) == (INSTANCE, KEY)
    assert found.description == "made by a check"
    value = get(client, name)
    assert (value.secret_data, value.secret_data_type) == ("first", "text")
    assert (value.version_id, value.version_stages.version_stage) == ("v1", ["ACSCurrent"])
    refused("Rejected.ResourceExist", 409, lambda: create(client, name))


@check
def what_cannot_be_created_is_refused(sandbox):
    client = connect(sandbox)
    refused("Forbidden.DKMSInstanceNotFound", 403,
            lambda: create(client, dkmsinstance_id="kst-none"))
    refused("Forbidden.KeyNotFound", 404, lambda: create(client, encryption_key_id="key-none"))
    refused("InvalidParameter", 400, lambda: create(client, dkmsinstance_id=STAGING))
    refused("InvalidParameter", 400, lambda: create(client, name="acs/ram/user/check"))
    refused("InvalidParameter", 400, lambda: create(client, value="x" * 30721))
    refused("InvalidParameter", 400, lambda: create(client, version="v" * 65))
    refused("MissingParameter", 400, lambda: create(client, value=""))


@check
def a_new_version_is_the_current_one(sandbox):
    client = connect(sandbox)
    name = create(client)
    stored = put(client, name, "v2", "second")
    assert (stored.version_id, stored.version_stages.version_stage) == ("v2", ["ACSCurrent"])
    assert get(client, name).secret_data == "second"
    assert get(client, name, version_id="v1").secret_data == "first"
    assert get(client, name, version_stage="ACSPrevious").secret_data == "first"
    found, listed = versions(client, name)
    assert found == {"v1": ["ACSPrevious"], "v2": ["ACSCurrent"]} and listed.total_count == 2


@check
def a_version_is_stored_once(sandbox):
    client = connect(sandbox)
    name = create(client)
    put(client, name, "v2", "second")
    put(client, name, "v1", "first")
    assert get(client, name).secret_data == "second"
    refused("Rejected.ResourceExist", 409, lambda: put(client, name, "v2", "other"))
    assert get(client, name).secret_data == "second"


@check
def stage_labels_move(sandbox):
    client = connect(sandbox)
    name = create(client)
    put(client, name, "v2", "second", version_stages=json.dumps(["mine"]))
    assert get(client, name).secret_data == "first"
    assert get(client, name, version_stage="mine").secret_data == "second"
    put(client, name, "v3", "third", version_stages=json.dumps(["mine"]))
    found, _ = versions(client, name)
    assert found == {"v1": ["ACSCurrent"], "v3": ["mine"]}
    found, _ = versions(client, name, include_deprecated="true")
    assert found["v2"] == []


@check
def a_secret_keeps_ten_versions(sandbox):
    client = connect(sandbox)
    name = create(client)
    for number in range(2, 13):
        put(client, name, f"v{number}", f"value {number}")
    found, listed = versions(client, name, include_deprecated="true", page_size=100)
    assert listed.total_count == 10 and "v2" not in found and "v3" in found
    _, page = versions(client, name, include_deprecated="true", page_size=4, page_number=3)
    assert len(page.version_ids.version_id) == 2


@check
def values_that_are_not_there_are_not_found(sandbox):
    client = connect(sandbox)
    name = create(client)
    for function in (lambda: get(client, "check/none"), lambda: get(client, name, version_id="v9"),
                     lambda: put(client, "check/none", "v1", "x"),
                     lambda: versions(client, "check/none")):
        refused("Forbidden.ResourceNotFound", 404, function)
    refused("InvalidParameter", 400, lambda: put(client, "rds-ibm-orders", "v1", "x"))


@check
def values_are_never_in_the_state_file_and_end_with_the_sandbox(_):
    planted = "planted-value-of-a-secret"
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "sandbox.json")
        with Sandbox(BINARY, "--state", path) as first:
            create(connect(first), name="kept", value=planted)
        for name in os.listdir(directory):
            with open(os.path.join(directory, name)) as file:
                assert planted not in file.read(), name
        with Sandbox(BINARY, "--state", path) as second:
            client = connect(second)
            assert versions(client, "kept")[0] == {"v1": ["ACSCurrent"]}
            refused("Rejected.SandboxValueNotKept", 409, lambda: get(client, "kept"))
            # The digest still tells another value from a repeat, and a repeat brings it back.
            refused("Rejected.ResourceExist", 409, lambda: put(client, "kept", "v1", "other"))
            put(client, "kept", "v1", planted)
            assert get(client, "kept").secret_data == planted
