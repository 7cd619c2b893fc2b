#!/usr/bin/env bash
# Plays simulated stories in an optimised build: all of SimulationTests, or the tests that a filter names.
# KMSCTL_SIMULATION_SEEDS=FIRST-LAST chooses the seeds, KMSCTL_SIMULATION_EVERY=N plays every N-th story of
# the pairs, KMSCTL_ANSWERS_EVERY=N every N-th cell of the answer matrix, 1 all of them (docs/testing.md).
set -euo pipefail
cd "$(dirname "$0")/.."
optimised=(-c release --scratch-path .build-simulation -Xswiftc -enable-testing)
export KMSCTL_SIMULATION_SEEDS=${KMSCTL_SIMULATION_SEEDS:-1-2000}
export KMSCTL_SIMULATION_EVERY=${KMSCTL_SIMULATION_EVERY:-19}

swift build "${optimised[@]}" --build-tests
swift test "${optimised[@]}" --skip-build --filter "${1:-^SimulationTests\\.}"
