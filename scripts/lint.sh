#!/usr/bin/env bash
# Every check that is not a test. Takes the Python of .build-python.
set -euo pipefail
python=${1:?usage: scripts/lint.sh PYTHON}

echo "== swift format lint --strict"
swift format lint --strict -r Package.swift Sources Tests
echo "== layers, imports, file sizes"
"$python" scripts/check-layers.py
"$python" scripts/check-imports.py
"$python" scripts/check-sizes.py
echo "== shortcuts"
"$python" scripts/check-shortcuts.py
echo "== text by bytes or scalars"
"$python" scripts/check-text.py
echo "== memory handed to C"
"$python" scripts/check-c-calls.py
echo "== embedded schemas, links, failure tables"
"$python" scripts/embed-schemas.py --check
"$python" scripts/check-links.py
"$python" scripts/check-failure-tables.py
echo "== shell scripts parse"
bash -n scripts/*.sh .ci/run
echo "== yamllint"
"$python" -m yamllint --strict manifests kmsctl.yaml
echo "lint: clean"
