#!/usr/bin/env bash
# Plays simulated stories in an optimised build: all tests of SimulationTests, or those that a filter
# names. KMSCTL_SIMULATION_SEEDS=FIRST-LAST chooses the seeds, KMSCTL_SIMULATION_PAIRS=all plays every
# pair with every single fault (docs/testing.md).
set -euo pipefail
cd "$(dirname "$0")/.."
optimised=(-c release --scratch-path .build-simulation -Xswiftc -enable-testing)

swift build "${optimised[@]}" --build-tests
swift test "${optimised[@]}" --skip-build --filter "${1:-^SimulationTests\\.}"
