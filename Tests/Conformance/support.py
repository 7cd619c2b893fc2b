"""What the checks share: the list of them, clients of the official SDK, and short forms of calls."""

import json
import sys

from alibabacloud_kms20160120 import models
from alibabacloud_kms20160120.client import Client
from alibabacloud_tea_openapi import utils_models
from darabonba.runtime import RuntimeOptions

INSTANCE = "kst-hzz62ee817bvyyr5x0000"
STAGING = "kst-hzz65f0aa93cdw1e0001"
KEY_USER = "RbacPermission/Template/CryptoServiceKeyUser"
PASSWORD = "Passw0rd-of-the-test"

CHECKS = []
BINARY = sys.argv[1] if len(sys.argv) == 2 else None


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
