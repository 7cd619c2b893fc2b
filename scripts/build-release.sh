#!/usr/bin/env bash
# Builds kmsctl and kms-sandbox for release: Swift runtime linked statically, symbols stripped.
set -euo pipefail

for product in kmsctl kms-sandbox; do
  swift build -c release --static-swift-stdlib --product "$product"
done
bin=$(swift build -c release --static-swift-stdlib --show-bin-path)
mkdir -p .build/dist
for product in kmsctl kms-sandbox; do
  strip -o ".build/dist/$product" "$bin/$product"
  printf '%s\t%d bytes\n' ".build/dist/$product" "$(stat -c %s ".build/dist/$product")"
done
