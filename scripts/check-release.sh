#!/usr/bin/env bash
# Checks of the release binaries what can be checked without a stopwatch: size, static Swift runtime,
# no full Foundation. docs/performance.md says how the times are measured.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ ! -x .build/dist/kmsctl ]; then
  echo ".build/dist/kmsctl is not there: run 'make release' first" >&2
  exit 1
fi

size=$(stat -c %s .build/dist/kmsctl)
limit=$((25 * 1024 * 1024))
if [ "$size" -gt "$limit" ]; then
  echo "kmsctl has $size bytes, at most $limit" >&2
  exit 1
fi
if ldd .build/dist/kmsctl | grep -E 'libswift|libFoundation|lib_Foundation'; then
  echo "kmsctl links the Swift runtime dynamically" >&2
  exit 1
fi
echo "release: kmsctl has $size bytes of $limit, Swift runtime linked statically"
