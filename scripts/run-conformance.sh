#!/usr/bin/env bash
# The checks against programs kmsctl's authors did not write, and whole runs of the built program.
# Takes the Python of .build-python.
set -euo pipefail
python=${1:?usage: scripts/run-conformance.sh PYTHON}
bin=$(swift build --show-bin-path)
export KMSCTL_BIN_DIR="$bin"
export PYTHONDONTWRITEBYTECODE=1

echo "== manifests and plan document against their JSON Schemas (Python's jsonschema)"
"$python" Tests/Conformance/check_schemas.py .
echo "== the official Python SDK against the sandbox"
"$python" Tests/Conformance/sdk_conformance.py "$bin/kms-sandbox"
echo "== delivered client keys in the official KMS Instance SDK"
"$python" Tests/Conformance/dkms_conformance.py "$bin/kms-sandbox"
echo "== the metrics of client keys in the documented alert rules (promtool)"
scripts/install-promtool.sh
"$python" Tests/Conformance/promtool_conformance.py "$bin/kms-sandbox"
echo "== kmsctl end to end"
"$python" scripts/run-end-to-end.py
