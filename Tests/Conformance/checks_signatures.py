"""Both signature versions, dates, nonces, credentials and parameter placement."""

import base64
import datetime
import hashlib
import hmac
import urllib.parse
import uuid

from alibabacloud_kms20160120 import models

from sandbox_process import Sandbox
from support import (
    BINARY,
    KEY_USER,
    call_any,
    check,
    connect,
    create_key,
    create_point,
    create_policy,
    create_rule,
    refused,
)


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
