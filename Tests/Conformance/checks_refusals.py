"""Errors, faults and the switches for what is undocumented."""

from alibabacloud_kms20160120 import models

from sandbox_process import Sandbox
from support import (
    BINARY,
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
