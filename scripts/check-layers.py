#!/usr/bin/env python3
"""Checks that targets depend downwards only, and on no package they were not given.

Reads `swift package dump-package`. The numbers are the map of docs/architecture.md.
"""
import json
import subprocess
import sys

LAYERS = {
    "CYAML": 0, "CCurl": 0, "COpenSSL": 0, "CProcess": 0, "Texts": 0,
    "Diagnostics": 1, "Files": 1, "Secrets": 1, "HTTPTransport": 1,
    "KMSModel": 2, "YAMLSource": 2, "CurlTransport": 2, "Cryptography": 2,
    "Planning": 3, "Manifests": 3, "Credentials": 3, "Delivery": 3, "KMSSandbox": 3,
    "KMSClient": 4, "Applying": 4,
    "Rendering": 5,
    "KMSCommands": 6,
    "kmsctl": 7, "kms-sandbox": 7,
}

# Products of other packages, and the only targets that may use them.
PRODUCTS = {
    "FlyingFox": {"KMSSandbox"},
    "FlyingSocks": {"KMSSandbox"},
    "Logging": {"KMSClient", "KMSCommands"},
    "Subprocess": {"Delivery", "KMSCommands"},
    "SystemPackage": {"Delivery", "KMSCommands"},
    "ArgumentParser": {"KMSCommands", "kms-sandbox"},
}


def names(dependency):
    """The name a dependency goes by, and whether it is a product of another package."""
    if "product" in dependency:
        return dependency["product"][0], True
    kind = "target" if "target" in dependency else "byName"
    return dependency[kind][0], False


def main():
    dump = json.loads(subprocess.check_output(["swift", "package", "dump-package"]))
    problems = []
    edges = 0
    for target in dump["targets"]:
        name = target["name"]
        if target["type"] == "test":
            continue
        if name not in LAYERS:
            if name == "TestSupport":
                continue
            problems.append(f"{name}: has no layer; give it one here and in docs/architecture.md")
            continue
        for dependency in target["dependencies"]:
            other, is_product = names(dependency)
            edges += 1
            if is_product:
                if name not in PRODUCTS.get(other, set()):
                    problems.append(f"{name}: may not use the package product {other}")
            elif LAYERS.get(other, 99) >= LAYERS[name]:
                problems.append(
                    f"{name} (layer {LAYERS[name]}) may not depend on {other} "
                    f"(layer {LAYERS.get(other, '?')}): dependencies point down")
    declared = {target["name"] for target in dump["targets"]}
    problems += [f"{name}: has a layer but is no target" for name in LAYERS if name not in declared]
    if edges < 20:
        problems.append(f"only {edges} dependencies seen: the dump is not what this check expects")
    for problem in problems:
        print(f"check-layers: {problem}", file=sys.stderr)
    print(f"check-layers: {edges} dependencies, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
