#!/usr/bin/env bash
# Looks for misuse of memory in what only the optimiser makes wrong (decision 15): the tests of every
# target that calls C, and the key commands, in an optimised build with AddressSanitizer; the key
# commands of the release build over a heap filled with other bytes. Takes the Python of .build-python;
# KMSCTL_BIN_DIR names the release binaries.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:?usage: scripts/check-memory.sh PYTHON}
: "${KMSCTL_BIN_DIR:?names no programs to test: run \'make release\', then set it to .build/dist}"
timed=scripts/timed.sh
export PYTHONDONTWRITEBYTECODE=1

# -enable-testing: the tests look into the modules, which an optimised build closes.
asan=(-c release --sanitize=address --scratch-path .build-asan -Xswiftc -enable-testing)
targets=$("$python" scripts/c-targets.py)

$timed build-asan swift build "${asan[@]}" --build-tests
# Leaks count here: what C allocates for a test is freed by its end.
ASAN_OPTIONS=detect_leaks=1 LSAN_OPTIONS=suppressions=scripts/leaks.supp:print_suppressions=0 \
  $timed unit-asan swift test "${asan[@]}" --skip-build --filter "$targets"
# Optimised, because a story costs twenty times as much in a debug build.
ASAN_OPTIONS=detect_leaks=0 KMSCTL_SIMULATION_SEEDS=1-2000 KMSCTL_SIMULATION_EVERY=37 \
  $timed simulation swift test "${asan[@]}" --skip-build --filter '^SimulationTests\.'
# And not here: kmsctl keeps everybody from looking into its memory, LeakSanitizer included.
ASAN_OPTIONS=detect_leaks=0 KMSCTL_BIN_DIR=$(swift build "${asan[@]}" --show-bin-path) \
  $timed end-to-end-asan "$python" scripts/run-end-to-end.py \
  test_client_keys test_key_commands test_read_only_role
MALLOC_PERTURB_=85 \
  $timed end-to-end-perturb "$python" scripts/run-end-to-end.py test_client_keys test_key_commands
$timed verify-often "$python" scripts/verify-often.py 1000
