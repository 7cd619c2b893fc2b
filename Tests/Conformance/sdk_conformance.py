#!/usr/bin/env python3
"""Drives kms-sandbox with the official Alibaba Cloud SDK, unmodified.

Usage: sdk_conformance.py PATH-OF-KMS-SANDBOX

Every operation, both signature versions, paging, errors, and client keys that the openssl program
opens. Prints a line per check and the totals; the exit status says whether all of them passed.
"""

import base64
import datetime
import hashlib
import hmac
import json
import subprocess
import sys
import tempfile
import traceback
import urllib.parse
import uuid

from alibabacloud_kms20160120 import models
from alibabacloud_kms20160120.client import Client
from alibabacloud_tea_openapi import utils_models
from darabonba.runtime import RuntimeOptions

from sandbox_process import Sandbox

INSTANCE = "kst-hzz62ee817bvyyr5x0000"
STAGING = "kst-hzz65f0aa93cdw1e0001"
KEY_USER = "RbacPermission/Template/CryptoServiceKeyUser"
PASSWORD = "Passw0rd-of-the-test"

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def connect(sandbox, key=None, token=None, legacy_signature=False):
    key_id, secret = key or sandbox.key
    config = utils_models.Config(
        access_key_id=key_id,
        access_key_secret=secret,
        security_token=token,
        protocol="http",
        endpoint=sandbox.address,
        region_id=sandbox.region,
    )
    if legacy_signature:
        config.signature_algorithm = "v2"
    return Client(config)


def call_any(client, action, version, query=None, body=None, method="POST"):
    """A call through the SDK's generic client, as its code generator would write it."""
    params = utils_models.Params(
        action=action,
        version=version,
        protocol="HTTP",
        pathname="/",
        method=method,
        auth_type="AK",
        style="RPC",
        req_body_type="formData",
        body_type="json",
    )
    request = utils_models.OpenApiRequest(query=query or {}, body=body)
    return client.call_api(params, request, RuntimeOptions())["body"]


def refused(code, status, function):
    """Runs a call that must be refused; gives the error."""
    try:
        function()
    except Exception as error:
        found = (getattr(error, "code", None), getattr(error, "status_code", None))
        assert found == (code, status), f"expected {(code, status)}, found {found}: {error}"
        return error
    raise AssertionError(f"expected {code}, found a success")


def create_rule(client, name, sources=("10.0.0.0/8",), **more):
    return client.create_network_rule(
        models.CreateNetworkRuleRequest(
            name=name, type="Private", source_private_ip=json.dumps(list(sources)), **more
        )
    ).body


def create_policy(client, name, rules='{"NetworkRules": ["r"]}', **more):
    return client.create_policy(
        models.CreatePolicyRequest(
            name=name,
            kms_instance=INSTANCE,
            permissions=json.dumps([KEY_USER]),
            resources='["key/*", "secret/rds-ibm*"]',
            access_control_rules=rules,
            **more,
        )
    ).body


def create_point(client, name, policies=("p",), **more):
    return client.create_application_access_point(
        models.CreateApplicationAccessPointRequest(
            name=name, policies=json.dumps(list(policies)), **more
        )
    ).body


def create_key(client, name, **more):
    return client.create_client_key(
        models.CreateClientKeyRequest(aap_name=name, password=PASSWORD, **more)
    ).body


# Network rules


@check
def a_rule_is_created_described_updated_and_deleted(sandbox):
    client = connect(sandbox)
    odd = "a b+c*d~e/f%g=h&i'j \u4e2d\u6587\u00e9"
    made = create_rule(client, "rule-1", ["10.10.10.10/24", "71.71.71.71"], description=odd)
    assert made.name == "rule-1" and made.type == "Private" and made.description == odd
    assert made.arn == f"acs:kms:{sandbox.region}:{sandbox.account}:network/rule-1"
    # Clients of the service take this text apart by position.
    assert made.source_private_ip == '["10.10.10.10/24","71.71.71.71"]'
    request = models.DescribeNetworkRuleRequest(name="rule-1")
    found = client.describe_network_rule(request)
    assert found.body.description == odd and found.body.arn == made.arn
    assert found.body.source_private_ip == made.source_private_ip
    assert "Name" not in json.loads(json.dumps(call_any(
        client, "DescribeNetworkRule", "2016-01-20", {"Name": "rule-1"})))
    client.update_network_rule(
        models.UpdateNetworkRuleRequest(name="rule-1", source_private_ip='["10.0.0.1"]'))
    found = client.describe_network_rule(request).body
    assert (found.description, found.source_private_ip) == (odd, '["10.0.0.1"]')
    client.update_network_rule(models.UpdateNetworkRuleRequest(name="rule-1", description=""))
    assert client.describe_network_rule(request).body.description == ""
    client.delete_network_rule(models.DeleteNetworkRuleRequest(name="rule-1"))
    refused("Forbidden.ResourceNotFound", 404, lambda: client.describe_network_rule(request))


@check
def a_rule_has_at_most_800_sources(sandbox):
    client = connect(sandbox)
    sources = [f"10.1.{n // 250}.{n % 250}" for n in range(801)]
    create_rule(client, "rule-800", sources[:800])
    refused("InvalidParameter", 400, lambda: create_rule(client, "rule-801", sources))
    refused("InvalidParameter", 400, lambda: create_rule(client, "rule-bad", ["10.0.0.300"]))


# Policies


@check
def a_policy_is_created_described_updated_and_deleted(sandbox):
    client = connect(sandbox)
    rules = '{"NetworkRules": ["some.rule",  "other"]}'
    made = create_policy(client, "policy-1", rules, description="first")
    assert made.arn == f"acs:kms:{sandbox.region}:{sandbox.account}:policy/policy-1"
    # Strings in this answer, arrays in the next.
    assert made.permissions == json.dumps([KEY_USER]) and made.access_control_rules == rules
    assert made.resources == '["key/*", "secret/rds-ibm*"]'
    request = models.DescribePolicyRequest(name="policy-1")
    found = client.describe_policy(request).body
    assert found.permissions == [KEY_USER] and found.resources == ["key/*", "secret/rds-ibm*"]
    assert found.access_control_rules == rules and found.kms_instance == INSTANCE
    client.update_policy(models.UpdatePolicyRequest(name="policy-1", permissions="[]"))
    found = client.describe_policy(request).body
    assert found.permissions == [] and found.resources == ["key/*", "secret/rds-ibm*"]
    assert found.description == "first" and found.access_control_rules == rules
    client.delete_policy(models.DeletePolicyRequest(name="policy-1"))
    refused("Forbidden.ResourceNotFound", 404, lambda: client.describe_policy(request))


@check
def a_policy_has_at_most_40_rules(sandbox):
    client = connect(sandbox)
    rules = [f"rule-{n}" for n in range(41)]
    create_policy(client, "policy-40", json.dumps({"NetworkRules": rules[:40]}))
    too_many = json.dumps({"NetworkRules": rules})
    refused("InvalidParameter", 400, lambda: create_policy(client, "policy-41", too_many))
    refused("InvalidParameter", 400, lambda: create_policy(client, "policy-bad", "[1"))


# Application access points


@check
def an_access_point_is_created_described_updated_and_deleted(sandbox):
    client = connect(sandbox)
    made = create_point(client, "point-1", ["p1", "p2"], description="one")
    assert made.authentication_method == "ClientKey" and made.policies == '["p1","p2"]'
    assert made.arn.endswith(":applicationaccesspoint/point-1")
    request = models.DescribeApplicationAccessPointRequest(name="point-1")
    found = client.describe_application_access_point(request).body
    assert (found.name, found.policies, found.description) == ("point-1", '["p1","p2"]', "one")
    client.update_application_access_point(
        models.UpdateApplicationAccessPointRequest(name="point-1", policies='["p3"]'))
    found = client.describe_application_access_point(request).body
    assert (found.policies, found.description) == ('["p3"]', "one")
    client.delete_application_access_point(
        models.DeleteApplicationAccessPointRequest(name="point-1"))
    refused(
        "Forbidden.ResourceNotFound", 404,
        lambda: client.describe_application_access_point(request))


@check
def an_access_point_has_one_to_three_policies(sandbox):
    client = connect(sandbox)
    create_point(client, "point-3", ["a", "b", "c"])
    refused("InvalidParameter", 400, lambda: create_point(client, "point-4", ["a", "b", "c", "d"]))
    refused("InvalidParameter", 400, lambda: create_point(client, "point-0", []))


# Client keys


@check
def a_client_key_is_created_read_listed_and_deleted(sandbox):
    client = connect(sandbox)
    create_point(client, "keys-1")
    made = create_key(
        client, "keys-1", not_before="2026-09-01T14:11:22Z", not_after="2031-09-01T14:11:22Z")
    assert made.client_key_id.startswith("KAAP.") and made.key_algorithm == "RSA_2048"
    uuid.UUID(made.client_key_id.removeprefix("KAAP."))
    assert made.not_before == "2026-09-01T14:11:22Z" and made.not_after == "2031-09-01T14:11:22Z"
    request = models.GetClientKeyRequest(client_key_id=made.client_key_id)
    found = client.get_client_key(request).body
    assert found.aap_name == "keys-1" and found.key_origin == "KMS_PROVIDED"
    assert found.not_after == made.not_after and found.public_key_data.startswith("-----BEGIN")
    create_key(client, "keys-1")
    listed = client.list_client_keys(models.ListClientKeysRequest(aap_name="keys-1")).body
    assert len(listed.client_keys) == 2
    assert made.client_key_id in [key.client_key_id for key in listed.client_keys]
    client.delete_client_key(models.DeleteClientKeyRequest(client_key_id=made.client_key_id))
    refused("Forbidden.ResourceNotFound", 404, lambda: client.get_client_key(request))
    listed = client.list_client_keys(models.ListClientKeysRequest(aap_name="keys-1")).body
    assert len(listed.client_keys) == 1


@check
def deleting_an_access_point_deletes_its_client_keys(sandbox):
    client = connect(sandbox)
    create_point(client, "keys-2")
    made = create_key(client, "keys-2")
    client.delete_application_access_point(
        models.DeleteApplicationAccessPointRequest(name="keys-2"))
    request = models.GetClientKeyRequest(client_key_id=made.client_key_id)
    refused("Forbidden.ResourceNotFound", 404, lambda: client.get_client_key(request))


@check
def client_keys_are_refused_for_their_reasons(sandbox):
    client = connect(sandbox)
    create_point(client, "keys-3")

    def create(**more):
        values = {"aap_name": "keys-3", "password": PASSWORD} | more
        return lambda: client.create_client_key(models.CreateClientKeyRequest(**values))

    refused("Forbidden.ResourceNotFound", 404, create(aap_name="nobody"))
    refused("MissingParameter", 400, create(password=None))
    for password in ["Short1!", "onlyletters", "12345678", "With blank 1", "x1" * 33]:
        refused("InvalidParameter", 400, create(password=password))
    refused("InvalidParameter", 400, create(not_before="2026-01-01T00:00:00Z"))
    first, last = "2026-01-01T00:00:00Z", "2031-01-01T00:00:01Z"
    refused("InvalidParameter", 400, create(not_before=first, not_after=last))
    refused("InvalidParameter", 400, create(not_before=first, not_after=first))
    refused("InvalidParameter", 400, create(not_before="2026-01-01", not_after=last))


def openssl(*arguments, data=None):
    return subprocess.run(
        ["openssl", *arguments], input=data, capture_output=True, check=True).stdout.decode()


def certificate_in_container(container, password, legacy):
    with tempfile.NamedTemporaryFile() as file:
        file.write(base64.b64decode(container))
        file.flush()
        extra = ["-legacy"] if legacy else []
        text = openssl("pkcs12", "-in", file.name, "-passin", f"pass:{password}", "-noenc", *extra)
    assert "-----BEGIN PRIVATE KEY-----" in text
    start = text.index("-----BEGIN CERTIFICATE-----")
    end = text.index("-----END CERTIFICATE-----")
    return text[start:end] + "-----END CERTIFICATE-----\n"


def check_container(sandbox, legacy):
    client = connect(sandbox)
    create_point(client, "openssl")
    made = create_key(
        client, "openssl", not_before="2026-01-02T03:04:05Z", not_after="2027-01-02T03:04:05Z")
    found = client.get_client_key(
        models.GetClientKeyRequest(client_key_id=made.client_key_id)).body
    certificate = certificate_in_container(made.private_key_data, PASSWORD, legacy)
    assert certificate == found.public_key_data
    dates = openssl("x509", "-noout", "-dates", data=certificate.encode())
    assert dates == "notBefore=Jan  2 03:04:05 2026 GMT\nnotAfter=Jan  2 03:04:05 2027 GMT\n"
    size = openssl("x509", "-noout", "-text", data=certificate.encode())
    assert "Public-Key: (2048 bit)" in size


@check
def openssl_opens_the_container_and_finds_the_public_certificate(sandbox):
    check_container(sandbox, legacy=False)


# Instances, keys, secrets, regions


@check
def instances_are_listed_and_read(sandbox):
    client = connect(sandbox)
    default = client.get_default_kms_instance().body
    assert default.default_kms_instance_id == INSTANCE
    listed = client.list_kms_instances(models.ListKmsInstancesRequest()).body
    found = [item.kms_instance_id for item in listed.kms_instances.kms_instance]
    assert found == [INSTANCE, STAGING] and listed.total_count == 2
    filters = json.dumps([{"Key": "InstanceName", "Values": ["staging"]}])
    listed = client.list_kms_instances(models.ListKmsInstancesRequest(filters=filters)).body
    assert [item.kms_instance_id for item in listed.kms_instances.kms_instance] == [STAGING]
    request = models.GetKmsInstanceRequest(kms_instance_id=INSTANCE)
    instance = client.get_kms_instance(request).body.kms_instance
    assert instance.status == "Connected" and instance.instance_name == "production"
    assert isinstance(instance.secret_num, str) and isinstance(instance.key_num, int)
    chain = instance.ca_certificate_chain_pem
    assert chain.count("-----BEGIN CERTIFICATE-----\r\n") == 2
    again = client.get_kms_instance(request).body.kms_instance
    assert again.ca_certificate_chain_pem == chain
    other = client.get_kms_instance(models.GetKmsInstanceRequest(kms_instance_id=STAGING)).body
    assert other.kms_instance.status == "Disconnected"


@check
def quotas_of_an_instance_are_a_plain_list(sandbox):
    client = connect(sandbox)
    quotas = client.get_kms_instance_quota_infos(
        models.GetKmsInstanceQuotaInfosRequest(kms_instance_id=INSTANCE)).body
    kinds = [item.resource_type for item in quotas.kms_instance_quota_infos]
    assert kinds == ["key", "secret", "qps", "vpc"]
    unknown = models.GetKmsInstanceQuotaInfosRequest(kms_instance_id="kst-none")
    refused(
        "Forbidden.DKMSInstanceNotFound", 403,
        lambda: client.get_kms_instance_quota_infos(unknown))
    broken = models.GetKmsInstanceQuotaInfosRequest(kms_instance_id=STAGING)
    refused(
        "Forbidden.DKMSInstanceStateInvalid", 403,
        lambda: client.get_kms_instance_quota_infos(broken))


@check
def keys_are_listed_and_described(sandbox):
    client = connect(sandbox)
    filters = json.dumps([{"Key": "DKMSInstanceId", "Values": [INSTANCE]}])
    listed = client.list_keys(models.ListKeysRequest(filters=filters, page_size=2)).body
    assert listed.total_count == 3 and len(listed.keys.key) == 2
    for key in client.list_keys(models.ListKeysRequest()).body.keys.key:
        for name in (key.key_id, key.key_arn):
            found = client.describe_key(models.DescribeKeyRequest(key_id=name)).body.key_metadata
            assert found.key_id == key.key_id and found.arn == key.key_arn
    missing = models.DescribeKeyRequest(key_id="key-none")
    refused("Forbidden.KeyNotFound", 404, lambda: client.describe_key(missing))
    alias = models.DescribeKeyRequest(key_id="alias/none")
    refused("Forbidden.AliasNotFound", 404, lambda: client.describe_key(alias))


@check
def secrets_are_listed_and_described(sandbox):
    client = connect(sandbox)
    listed = client.list_secrets(models.ListSecretsRequest(page_size=100)).body
    names = [secret.secret_name for secret in listed.secret_list.secret]
    assert names == [
        "acs/ram/user/ci", "batch-s3", "payments-api-token", "rds-ibm-billing", "rds-ibm-orders"]
    found = client.describe_secret(models.DescribeSecretRequest(secret_name=names[0])).body
    assert found.secret_type == "RAMCredentials" and found.dkmsinstance_id == INSTANCE
    missing = models.DescribeSecretRequest(secret_name="none")
    refused("Forbidden.ResourceNotFound", 404, lambda: client.describe_secret(missing))


@check
def regions_are_described(sandbox):
    regions = connect(sandbox).describe_regions().body.regions.region
    assert sandbox.region in [region.region_id for region in regions]


# Paging


def walk(read, size):
    names, number = [], 1
    while True:
        body, items = read(number, size)
        assert (body.page_number, body.page_size) == (number, size)
        names += [item.name for item in items]
        if number * size >= body.total_count:
            return names, body.total_count
        number += 1


@check
def paging_reaches_each_of_250_objects_once(sandbox):
    sandbox.admin("reset")
    client = connect(sandbox)
    for number in range(249):
        create_rule(client, f"page-{number:03}")
        create_policy(client, f"page-{number:03}")
        create_point(client, f"page-{number:03}")
    expected = sorted(["console-made"] + [f"page-{number:03}" for number in range(249)])

    def rules(number, size):
        body = client.list_network_rules(
            models.ListNetworkRulesRequest(page_number=number, page_size=size)).body
        return body, body.network_rules.network_rule

    def policies(number, size):
        body = client.list_policies(
            models.ListPoliciesRequest(page_number=number, page_size=size)).body
        return body, body.policies.policy

    def points(number, size):
        body = client.list_application_access_points(
            models.ListApplicationAccessPointsRequest(page_number=number, page_size=size)).body
        return body, body.application_access_points.application_access_point

    for read in (rules, policies, points):
        for size in (100, 7):
            names, total = walk(read, size)
            assert sorted(names) == expected and total == 250
        body, items = read(4, 100)
        assert (items or []) == [] and body.total_count == 250
        refused("InvalidParameter", 400, lambda: read(1, 101))
        refused("InvalidParameter", 400, lambda: read(0, 10))
    first = client.list_network_rules(models.ListNetworkRulesRequest()).body
    assert (first.page_number, first.page_size) == (1, 20)
    assert len(first.network_rules.network_rule) == 20
    sandbox.admin("reset")


# Errors


@check
def a_second_object_of_the_same_name_is_refused(sandbox):
    client = connect(sandbox)
    for create in (create_rule, create_policy, create_point):
        create(client, "twice")
        error = refused("Rejected.ResourceExist", 409, lambda: create(client, "twice"))
        assert error.message.startswith("code: 409, ") and "request id: " in error.message


@check
def a_missing_object_is_refused(sandbox):
    client = connect(sandbox)
    calls = [
        lambda: client.describe_network_rule(models.DescribeNetworkRuleRequest(name="none")),
        lambda: client.update_network_rule(models.UpdateNetworkRuleRequest(name="none")),
        lambda: client.delete_network_rule(models.DeleteNetworkRuleRequest(name="none")),
        lambda: client.describe_policy(models.DescribePolicyRequest(name="none")),
        lambda: client.update_policy(models.UpdatePolicyRequest(name="none")),
        lambda: client.delete_policy(models.DeletePolicyRequest(name="none")),
        lambda: client.describe_application_access_point(
            models.DescribeApplicationAccessPointRequest(name="none")),
        lambda: client.update_application_access_point(
            models.UpdateApplicationAccessPointRequest(name="none")),
        lambda: client.delete_application_access_point(
            models.DeleteApplicationAccessPointRequest(name="none")),
        lambda: client.get_client_key(models.GetClientKeyRequest(client_key_id="KAAP.none")),
        lambda: client.delete_client_key(models.DeleteClientKeyRequest(client_key_id="KAAP.none")),
    ]
    for call in calls:
        error = refused("Forbidden.ResourceNotFound", 404, call)
        assert "Resource not found." in error.message


@check
def a_missing_parameter_is_refused(sandbox):
    client = connect(sandbox)
    refused(
        "MissingParameter", 400,
        lambda: client.create_network_rule(models.CreateNetworkRuleRequest(type="Private")))
    refused(
        "MissingParameter", 400,
        lambda: client.create_policy(models.CreatePolicyRequest(name="x", permissions="[]")))
    refused(
        "MissingParameter", 400, lambda: client.describe_policy(models.DescribePolicyRequest()))


@check
def unknown_operations_and_versions_are_refused(sandbox):
    client = connect(sandbox)
    refused(
        "InvalidApi.NotFound", 404, lambda: call_any(client, "InventPolicy", "2016-01-20"))
    refused("InvalidVersion", 400, lambda: call_any(client, "ListPolicies", "2016-01-21"))


@check
def reads_of_client_keys_by_post_are_refused(sandbox):
    client = connect(sandbox)
    for action in ("GetClientKey", "ListClientKeys"):
        refused(
            "UnsupportedHTTPMethod", 403,
            lambda: call_any(client, action, "2016-01-20", {"ClientKeyId": "x"}))


@check
def throttling_carries_its_hint(sandbox):
    sandbox.admin("faults", set=["throttle:operation=ListPolicies,times=1,retry-after=250"])
    client = connect(sandbox)
    error = refused(
        "Rejected.Throttling", 429, lambda: client.list_policies(models.ListPoliciesRequest()))
    assert type(error).__name__ == "ThrottlingException" and error.retry_after == 250
    client.list_policies(models.ListPoliciesRequest())
    sandbox.admin("faults", clear=True)


@check
def a_lost_answer_leaves_the_work_done(sandbox):
    sandbox.admin("faults", set=["lose:operation=CreatePolicy,call=1"])
    client = connect(sandbox)
    try:
        create_policy(client, "lost")
        raise AssertionError("expected a cut connection, found an answer")
    except AssertionError:
        raise
    except Exception as error:
        assert getattr(error, "status_code", None) is None, error
    found = client.describe_policy(models.DescribePolicyRequest(name="lost")).body
    assert found.name == "lost"
    sandbox.admin("faults", clear=True)


# Signatures


@check
def a_bad_signature_is_refused(sandbox):
    key_id, secret = sandbox.key
    for legacy in (False, True):
        client = connect(sandbox, (key_id, secret + "x"), legacy_signature=legacy)
        refused(
            "SignatureDoesNotMatch", 400,
            lambda: client.list_policies(models.ListPoliciesRequest()))


@check
def an_unknown_access_key_is_refused(sandbox):
    for legacy in (False, True):
        client = connect(sandbox, ("LTAInobody", "secret"), legacy_signature=legacy)
        refused(
            "InvalidAccessKeyId.NotFound", 404,
            lambda: client.list_policies(models.ListPoliciesRequest()))


@check
def an_expired_date_is_refused(sandbox):
    # The SDK takes its date from this machine; here the service's clock is ahead of it.
    with Sandbox(BINARY, "--strict", "clock") as other:
        for legacy in (False, True):
            client = connect(other, legacy_signature=legacy)
            client.list_policies(models.ListPoliciesRequest())
            other.admin("clock", advanceSeconds=16 * 60)
            refused(
                "InvalidTimeStamp.Expired", 400,
                lambda: client.list_policies(models.ListPoliciesRequest()))
            other.admin("clock", run=True)


def encode(text):
    return urllib.parse.quote(text, safe="-_.~")


@check
def a_repeated_request_is_refused(sandbox):
    key_id, secret = sandbox.key
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    values = {
        "Action": "ListPolicies", "Format": "JSON", "Version": "2016-01-20", "Timestamp": now,
        "SignatureNonce": uuid.uuid4().hex, "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0", "AccessKeyId": key_id,
    }
    joined = "&".join(f"{encode(k)}={encode(v)}" for k, v in sorted(values.items()))
    text = "GET&%2F&" + encode(joined)
    digest = hmac.new((secret + "&").encode(), text.encode(), hashlib.sha1).digest()
    query = f"{joined}&Signature={encode(base64.b64encode(digest).decode())}"
    status, headers, body = sandbox.send("GET", query, {})
    assert status == 200 and headers["Date"].endswith(" GMT"), body
    status, _, body = sandbox.send("GET", query, {})
    assert (status, body["Code"]) == (400, "SignatureNonceUsed")
    for field in ("RequestId", "HostId", "Message", "Recommend"):
        assert body[field], field


@check
def the_parameter_signature_does_a_whole_round(sandbox):
    client = connect(sandbox, legacy_signature=True)
    odd = "policy test*~ \u4e2d & more"
    create_rule(client, "legacy-1", description=odd)
    create_policy(client, "legacy-1", description=odd)
    create_point(client, "legacy-1", description=odd)
    found = client.describe_policy(models.DescribePolicyRequest(name="legacy-1")).body
    assert found.description == odd and found.permissions == [KEY_USER]
    made = create_key(client, "legacy-1")
    listed = client.list_client_keys(models.ListClientKeysRequest(aap_name="legacy-1")).body
    assert [key.client_key_id for key in listed.client_keys] == [made.client_key_id]
    client.delete_application_access_point(
        models.DeleteApplicationAccessPointRequest(name="legacy-1"))


@check
def a_form_body_counts_and_wins_over_the_query(sandbox):
    client = connect(sandbox)
    call_any(
        client, "CreateNetworkRule", "2016-01-20", query={"Name": "form-1", "Type": "Public"},
        body={"Type": "Private", "Description": "x y+z", "SourcePrivateIp": '["10.0.0.1"]'})
    found = client.describe_network_rule(models.DescribeNetworkRuleRequest(name="form-1")).body
    assert (found.type, found.description) == ("Private", "x y+z")


@check
def temporary_credentials_need_their_token(sandbox):
    known = sandbox.admin("credentials")["credentials"]
    temporary = next(item for item in known if item["securityToken"])
    key = (temporary["accessKeyID"], temporary["accessKeySecret"])
    for legacy in (False, True):
        client = connect(sandbox, key, temporary["securityToken"], legacy_signature=legacy)
        client.list_policies(models.ListPoliciesRequest())
        wrong = connect(sandbox, key, "another token", legacy_signature=legacy)
        refused(
            "InvalidSecurityToken.MismatchWithAccessKey", 400,
            lambda: wrong.list_policies(models.ListPoliciesRequest()))
    identity = call_any(
        connect(sandbox, key, temporary["securityToken"]), "GetCallerIdentity", "2015-04-01")
    assert identity["IdentityType"] == "AssumedRoleUser"


@check
def the_caller_is_told_who_it_is(sandbox):
    identity = call_any(connect(sandbox), "GetCallerIdentity", "2015-04-01")
    assert identity["AccountId"] == sandbox.account
    assert identity["Arn"] == f"acs:ram::{sandbox.account}:user/kmsctl-sandbox"


# Other settings


@check
def openssl_opens_the_container_of_older_makers(_):
    with Sandbox(BINARY, "--legacy-ciphers") as other:
        check_container(other, legacy=True)


@check
def strictness_is_a_switch(sandbox):
    client = connect(sandbox)
    create_policy(client, "loose", '{"NetworkRules":["nobody"]}')
    create_point(client, "loose", ["nobody"])
    with Sandbox(BINARY, "--strict", "all") as other:
        client = connect(other)
        absent = '{"NetworkRules":["nobody"]}'
        refused(
            "Forbidden.ResourceNotFound", 404, lambda: create_policy(client, "strict", absent))
        refused(
            "Forbidden.ResourceNotFound", 404, lambda: create_point(client, "strict", ["nobody"]))
        public = models.CreateNetworkRuleRequest(name="strict", type="Public")
        refused("InvalidParameter", 400, lambda: client.create_network_rule(public))
        create_rule(client, "strict")
        create_policy(client, "strict", '{"NetworkRules":["strict"]}')
        create_point(client, "strict", ["strict"])
        rule = models.DeleteNetworkRuleRequest(name="strict")
        policy = models.DeletePolicyRequest(name="strict")
        code = "Rejected.SandboxResourceInUse"
        refused(code, 409, lambda: client.delete_network_rule(rule))
        refused(code, 409, lambda: client.delete_policy(policy))


@check
def dates_can_be_rounded_and_counts_limited(_):
    with Sandbox(BINARY, "--round-dates", "--quota", "client-keys-per-access-point=1") as other:
        client = connect(other)
        create_point(client, "one")
        made = create_key(
            client, "one", not_before="2026-01-02T03:04:05Z", not_after="2027-01-02T03:04:59Z")
        assert (made.not_before, made.not_after) == ("2026-01-02T03:04:00Z", "2027-01-02T03:04:00Z")
        refused("Rejected.LimitExceeded", 400, lambda: create_key(client, "one"))


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
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    BINARY = sys.argv[1]
    sys.exit(main())
