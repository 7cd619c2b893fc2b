#!/usr/bin/env bash
# Installs the Debian packages that building and testing kmsctl needs, and only what is missing.
# Runs apt-get as root or through sudo, and says beforehand what it is going to do. Asks before it removes
# anything, which happens only where another libcurl -dev package is in the way.
set -euo pipefail

# age, strace and valgrind: only for tests, of a recipe, of what kmsctl does to files and of its work.
wanted=(pkg-config libyaml-dev libcurl4-openssl-dev libssl-dev python3 python3-venv openssl git
  age strace valgrind)

missing=()
for package in "${wanted[@]}"; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing+=("$package")
done
# pkgconf provides pkg-config on newer systems; the command is what counts.
if command -v pkg-config >/dev/null 2>&1; then
  kept=()
  for package in ${missing[@]+"${missing[@]}"}; do
    [ "$package" = pkg-config ] || kept+=("$package")
  done
  missing=(${kept[@]+"${kept[@]}"})
fi
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "kmsctl needs: ${missing[*]} (Debian's names); install them with this system's package manager." >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "These packages are missing: ${missing[*]}" >&2
    echo "Run as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Installing with apt-get: ${missing[*]}"
for other in libcurl4-gnutls-dev libcurl4-nss-dev; do
  status=$(dpkg-query -W -f '${Status}' "$other" 2>/dev/null || true)
  if [ "$status" = "install ok installed" ]; then
    echo "  $other would be removed: Debian has one libcurl -dev package at a time, and kmsctl needs"
    echo "  the OpenSSL one. 'apt-get install $other' brings it back."
    # What is not ours goes with its owner's word only; in CI there is nobody, and nothing to keep.
    if [ -n "${CI:-}" ]; then
      echo "  CI is set: going on."
    elif [ -t 0 ]; then
      read -r -p "  Remove $other? [y/N] " answer
      [ "$answer" = y ] || [ "$answer" = Y ] || exit 1
    else
      echo "  Nobody can be asked here. To go on: apt-get install libcurl4-openssl-dev" >&2
      exit 1
    fi
  fi
done

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { ${as_root[@]+"${as_root[@]}"} apt-get update -qq &&
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  cat "$log" >&2
  echo "apt-get failed; the packages above are what kmsctl needs." >&2
  exit 1
fi
