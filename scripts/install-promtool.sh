#!/usr/bin/env bash
# Unpacks promtool of Debian's package 'prometheus' into .build-promtool, for the tests of the alert
# rules. The package is not installed: no service, no user, nothing outside this directory.
set -euo pipefail
cd "$(dirname "$0")/.."

target=.build-promtool
[ -x "$target/promtool" ] && "$target/promtool" --version >/dev/null 2>&1 && exit 0

for tool in apt-get dpkg-deb; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "promtool is missing, and there is no $tool to fetch it with: put it at $target/promtool" >&2
    exit 1
  fi
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# apt's own user must be able to write there.
chmod 755 "$work"
echo "Unpacking promtool from Debian's package prometheus into $target"
if ! (cd "$work" && apt-get download -qq prometheus) >"$work/log" 2>&1; then
  cat "$work/log" >&2
  echo "the package prometheus could not be fetched: run 'apt-get update', then try again" >&2
  exit 1
fi
dpkg-deb -x "$work"/prometheus_*.deb "$work/root"
mkdir -p "$target"
cp "$work/root/usr/bin/promtool" "$target/promtool"
"$target/promtool" --version >/dev/null
