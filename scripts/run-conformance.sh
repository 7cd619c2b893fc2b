#!/usr/bin/env bash
# The checks against programs kmsctl's authors did not write, and whole runs of the built program.
# Takes the Python of .build-python; KMSCTL_BIN_DIR names the programs under test.
set -euo pipefail
python=${1:?usage: scripts/run-conformance.sh PYTHON}
bin=${KMSCTL_BIN_DIR:?names no programs to test: run \'make release\', then set it to .build/dist}
timed=scripts/timed.sh
export PYTHONDONTWRITEBYTECODE=1

# Manifests and plan document against their JSON Schemas, with Python's jsonschema.
$timed schemas "$python" Tests/Conformance/check_schemas.py .
# The official Python SDK against the sandbox.
$timed sdk "$python" Tests/Conformance/sdk_conformance.py "$bin/kms-sandbox"
# Delivered client keys in the official KMS Instance SDK.
$timed dkms "$python" Tests/Conformance/dkms_conformance.py "$bin/kms-sandbox"
# The metrics of client keys in the documented alert rules, with promtool.
scripts/install-promtool.sh
$timed promtool "$python" Tests/Conformance/promtool_conformance.py "$bin/kms-sandbox"
$timed end-to-end "$python" scripts/run-end-to-end.py
