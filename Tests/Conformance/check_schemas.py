#!/usr/bin/env python3
"""Checks the JSON Schemas with Python's jsonschema: good documents pass, bad ones are rejected.

Takes the root of the repository. Every document of the example manifests and of the tests'
fixtures must validate; every document below `BAD` must not.
"""
import copy
import json
import pathlib
import sys

import jsonschema
import referencing
import yaml

KEY = {"deliverTo": [{"directory": {"path": "/var/lib/a"}}]}


def document(kind, spec, **metadata):
    return {"apiVersion": "kmsctl.dev/v1", "kind": kind,
            "metadata": {"name": "a", **metadata}, "spec": spec}


def rule(**spec):
    return document("NetworkRule", {"type": "Private", "allowedSourceIPs": ["10.0.0.1"], **spec})


def policy(**spec):
    return document("Policy", {"scope": "kst-1", "roles": ["CryptoServiceKeyUser"],
                               "resources": ["key/*"], "networkRules": "unrestricted", **spec})


def access_point(**spec):
    return document("ApplicationAccessPoint", {"policies": ["p"], **spec})


def key(**spec):
    return document("ClientKey", {**KEY, **spec})


def quick(**spec):
    return document("QuickAccess", {"instance": "kst-1", "networkRules": "unrestricted",
                                    **KEY, **spec})


def stack(**spec):
    made = document("Stack", {"account": "1192000000000000", "region": "cn-hangzhou", **spec})
    made["metadata"]["uid"] = "7f3c1a"
    return made


def without(made, *path):
    made = copy.deepcopy(made)
    node = made
    for part in path[:-1]:
        node = node[part]
    del node[path[-1]]
    return made


def changed(made, value, *path):
    made = copy.deepcopy(made)
    node = made
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return made


GOOD = [rule(), policy(), access_point(), key(), quick(), stack(),
        rule(type="VPC", allowedSourceIPs=[{"vpcId": "vpc-1", "ipAddresses": ["10.0.0.0/8"]}]),
        key(deliverTo=[{"command": {"run": ["/bin/a", 1], "check": ["/bin/b"], "timeout": "30s"}}]),
        key(deliverTo=[{"command": {"run": ["/bin/a"], "stdin": "kubernetesSecret",
                                    "kubernetes": {"name": "a.b", "namespace": "c"}}}]),
        policy(scope="SharedKMSGateway"), policy(networkRules=["r"]),
        access_point(clientKey=KEY), stack(account=1192000000000000),
        stack(external=["rule/shared-*", "clientkey/KAAP.9c4e21b7-0000-4000-8000-00000000000a"]),
        access_point(clientKey={**KEY, "instance": "kst-1"}),
        key(deliverTo=[{"directory": {"path": "a", "sdk": ["ca", "json", "env"], "group": "g"},
                        "parts": ["key"]},
                       {"kmsSecret": {"name": "s/1", "instance": "kst-1", "encryptionKey": "k"},
                        "parts": ["password"]}]),
        quick(deliverTo=[{"kmsSecret": {"name": "s"}}])]

BAD = {
    "foreign apiVersion": changed(rule(), "v1", "apiVersion"),
    "unknown kind": changed(rule(), "Role", "kind"),
    "unknown key": changed(rule(), {}, "status"),
    "name with a blank": changed(rule(), "a b", "metadata", "name"),
    "name too long": changed(rule(), "x" * 193, "metadata", "name"),
    "name of a stand-in": changed(rule(), "a.kmsctl-0123abcd", "metadata", "name"),
    "marker in a description": changed(rule(), "[kmsctl/1 ]", "metadata", "description"),
    "unknown waiver": changed(rule(), ["invalid-name"], "metadata", "waive"),
    "adopt as a word": changed(rule(), "yes", "metadata", "adopt"),
    "adopt of a client key": changed(key(), True, "metadata", "adopt"),
    "unknown network type": rule(type="private"),
    "no addresses": rule(allowedSourceIPs=[]),
    "IPv6": rule(allowedSourceIPs=["2001:db8::1"]),
    "leading zero": rule(allowedSourceIPs=["10.0.0.01"]),
    "prefix too long": rule(allowedSourceIPs=["10.0.0.0/33"]),
    "too many addresses": rule(allowedSourceIPs=[f"10.0.{n // 200}.{n % 200}"
                                                 for n in range(801)]),
    "address in a VPC rule": rule(type="VPC"),
    "VPC in a Private rule": rule(allowedSourceIPs=[{"vpcId": "vpc-1",
                                                     "ipAddresses": ["10.0.0.1"]}]),
    "wire word as scope": policy(scope="shared"),
    "unknown role": policy(roles=["Admin"]),
    "no roles": policy(roles=[]),
    "bare wildcard": policy(resources=["*"]),
    "inner wildcard": policy(resources=["secret/a*b"]),
    "invisible character in a resource": policy(resources=["secret/rds\u200b-ibm*"]),
    "foreign letter in a resource": policy(resources=["key/k\u0430y"]),
    "home directory": key(deliverTo=[{"directory": {"path": "~/kms"}}]),
    "variable in a path": key(deliverTo=[{"directory": {"path": "${HOME}/kms"}}]),
    "root as a directory": key(deliverTo=[{"directory": {"path": "/"}}]),
    "password file in a home directory": key(password={"fromFile": "~/pw"}),
    "variable in a program": key(password={"fromCommand": ["/opt/$X/pw"]}),
    "invisible character in a pattern": stack(ignore=["policy/a\u200b*"]),
    "home directory of manifests": stack(manifests=["~/manifests"]),
    "no network rules": policy(networkRules=[]),
    "other word": policy(networkRules="all"),
    "too many network rules": policy(networkRules=[f"r{n}" for n in range(41)]),
    "four policies": access_point(policies=["a", "b", "c", "d"]),
    "no policies": access_point(policies=[]),
    "RAM role": access_point(authenticationMethod="RAMRole"),
    "inline password": key(password="Hunter2-hunter2"),
    "two password sources": key(password={"generate": {}, "fromEnv": "A"}),
    "no password source": key(password={}),
    "short password": key(password={"generate": {"length": 7}}),
    "empty command": key(password={"fromCommand": []}),
    "validity without a unit": key(validity="365"),
    "no validity": key(validity="0d"),
    "share of everything": key(rotation={"renewBefore": "100%"}),
    "share of zero": key(rotation={"renewBefore": "0%"}),
    "unknown day": key(rotation={"window": {"days": ["monday"], "from": "02:00", "to": "05:00"}}),
    "window without an end": key(rotation={"window": {"from": "02:00"}}),
    "hour 24": key(rotation={"window": {"from": "24:00", "to": "05:00"}}),
    "freeze without a day": key(rotation={"freeze": [{"from": "2026-12", "to": "2027-01-03"}]}),
    "nobody to ask": key(rotation={"retire": {"confirm": []}}),
    "no issues at all": stack(keys={"maxIssuesPerRun": 0}),
    "issued by nobody": stack(keys={"issuedBy": "plan"}),
    "no destination": key(deliverTo=[]),
    "parts without a place": key(deliverTo=[{"parts": ["key"]}]),
    "two places in one entry": key(deliverTo=[{"directory": {"path": "a"},
                                               "kmsSecret": {"name": "s"}}]),
    "unknown half": key(deliverTo=[{"directory": {"path": "a"}, "parts": ["keys"]}]),
    "unknown SDK file": key(deliverTo=[{"directory": {"path": "a", "sdk": ["yaml"]}}]),
    "secret of a cloud service": key(deliverTo=[{"kmsSecret": {"name": "acs/ram/user/a"}}]),
    "secret without its key": key(deliverTo=[{"kmsSecret": {"name": "s", "instance": "kst-1"}}]),
    "key for no instance": key(instance="shared"),
    "command as a list": key(deliverTo=[{"command": ["a"]}]),
    "command by its name": key(deliverTo=[{"command": {"run": ["kubectl"]}}]),
    "Kubernetes secret without a name": key(deliverTo=[{"command": {
        "run": ["/bin/a"], "stdin": "kubernetesSecret"}}]),
    "Kubernetes name for JSON": key(deliverTo=[{"command": {
        "run": ["/bin/a"], "kubernetes": {"name": "a"}}}]),
    "time limit in days": key(deliverTo=[{"command": {"run": ["/bin/a"], "timeout": "1d"}}]),
    "password command by its name": key(password={"fromCommand": ["pass"]}),
    "ephemeral as truth": key(deliverTo=[{"directory": {"path": "a", "ephemeral": True}}]),
    "quick access to the shared gateway": quick(instance="SharedKMSGateway"),
    "quick access with roles": quick(roles=["SecretUser"]),
    "stack without uid": without(stack(), "metadata", "uid"),
    "stack without account": without(stack(), "spec", "account"),
    "account with letters": stack(account="a"),
    "region as a host": stack(region="evil.example"),
    "pattern without a kind": stack(ignore=["legacy-*"]),
    "a pattern of accepted keys": stack(external=["clientkey/KAAP.*"]),
    "a short id of an accepted key": stack(external=["key/KAAP.9c4e21b7"]),
    "more than everything": stack(safety={"maxChangePercent": 101}),
    "endpoint in the stack": stack(endpoint="https://kms.example.com"),
}
BAD.update({f"{made['kind']} without {field}": without(made, "spec", field)
            for made, fields in [(rule(), ["type", "allowedSourceIPs"]),
                                 (policy(), ["scope", "roles", "resources", "networkRules"]),
                                 (access_point(), ["policies"]), (key(), ["deliverTo"]),
                                 (quick(), ["instance", "networkRules", "deliverTo"])]
            for field in fields})


def load_validators(root):
    schemas = {}
    for path in sorted((root / "schemas").glob("*.schema.json")):
        schemas[path.name] = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schemas[path.name])
    registry = referencing.Registry().with_resources(
        (name, referencing.Resource.from_contents(schema)) for name, schema in schemas.items())
    return {name: jsonschema.Draft202012Validator(schemas[f"{name}.schema.json"],
                                                  registry=registry)
            for name in ["stack", "manifest"]}


def documents(root):
    for base in [root, root / "Tests" / "ManifestsTests" / "Fixtures"]:
        files = [base / "kmsctl.yaml"]
        files += sorted((base / "manifests").rglob("*.yaml"))
        files += sorted((base / "manifests").rglob("*.yml"))
        for path in files:
            if path.exists():
                for found in yaml.safe_load_all(path.read_text(encoding="utf-8")):
                    if found is not None:
                        yield path.relative_to(root), found


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: check_schemas.py ROOT")
    root = pathlib.Path(sys.argv[1]).resolve()
    validators = load_validators(root)
    failures = 0

    def errors(found):
        is_stack = isinstance(found, dict) and found.get("kind") == "Stack"
        return list(validators["stack" if is_stack else "manifest"].iter_errors(found))

    passed = 0
    for origin, found in list(documents(root)) + [("good", made) for made in GOOD]:
        passed += 1
        for error in errors(found):
            failures += 1
            print(f"{origin}: {error.json_path}: {error.message}", file=sys.stderr)
    for name, made in BAD.items():
        if not errors(made):
            failures += 1
            print(f"accepted although bad: {name}", file=sys.stderr)
    print(f"check_schemas: {passed} documents to accept, {len(BAD)} to reject; "
          f"{failures} problems")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
