"""Network rules, policies, application access points, and their lists."""

import json

from alibabacloud_kms20160120 import models

from sandbox_process import Sandbox
from support import (
    BINARY,
    INSTANCE,
    KEY_USER,
    call_any,
    check,
    connect,
    create_point,
    create_policy,
    create_rule,
    refused,
)


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
    listed = client.list_network_rules(models.ListNetworkRulesRequest(page_size=100)).body
    assert ("rule-1", "Private") in [
        (item.name, item.type) for item in listed.network_rules.network_rule]
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
    listed = client.list_application_access_points(
        models.ListApplicationAccessPointsRequest(page_size=100)).body
    assert ("point-1", "ClientKey") in [
        (item.name, item.authentication_method)
        for item in listed.application_access_points.application_access_point]
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
def paging_reaches_each_of_250_objects_once(_):
    with Sandbox(BINARY) as sandbox:
        check_paging(connect(sandbox))


def check_paging(client):
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
