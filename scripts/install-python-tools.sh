#!/usr/bin/env bash
# Makes .build-python, a virtual environment with the third-party programs the tests compare
# kmsctl with: the official SDKs, jsonschema, yamllint. Nothing of it is needed to run kmsctl.
set -euo pipefail

requirements=Tests/Conformance/requirements.txt
stamp=.build-python/requirements.txt

cmp -s "$requirements" "$stamp" && exit 0
echo "Installing from PyPI into .build-python: $(grep -vE '^(#|$)' "$requirements" | tr '\n' ' ')"
rm -rf .build-python
python3 -m venv .build-python
.build-python/bin/pip install --quiet --disable-pip-version-check -r "$requirements"
cp "$requirements" "$stamp"
