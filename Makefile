# What a newcomer needs; `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON := .build-python/bin/python
TIMED := scripts/timed.sh

# The programs that conformance and end-to-end tests run: those that ship.
export KMSCTL_BIN_DIR := $(CURDIR)/.build/dist

# Tests that keep every core busy for long; the others, which wait for processes and sockets, run
# before them, undisturbed. The simulation plays optimised, with 'make memory' and 'make simulation'.
COMPUTING := ^(ApplyingTests|KMSCommandsTests|ManifestsTests|PlanningTests|RotationTests)\.

.PHONY: help demo test build release release-check linear lint format memory simulation \
	verify-often thread-sanitizer system-packages python

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

demo: system-packages build ## Set up, then run the main job against the built-in sandbox (debug build)
	@scripts/demo.sh

test: system-packages python ## Set up, then run every test; the programs run as they ship
	@$(TIMED) build-debug swift build --build-tests
	@$(TIMED) unit swift test --skip-build --skip '$(COMPUTING)' --skip '^SimulationTests\.'
	@$(TIMED) unit-computing swift test --skip-build --filter '$(COMPUTING)'
	@$(TIMED) build-release scripts/build-release.sh
	@scripts/run-conformance.sh $(PYTHON)

build: system-packages ## Build kmsctl and kms-sandbox (debug) into .build/debug
	swift build

release: system-packages ## Build small static-runtime binaries into .build/dist
	scripts/build-release.sh

release-check: release ## Check size and linkage of what 'make release' builds
	@$(TIMED) release-limits scripts/check-release.sh

linear: system-packages release ## Check that validate does linear work on worst cases
	@$(TIMED) linear-self-test scripts/check-linear.py --self-test
	@$(TIMED) linear scripts/check-linear.py $(KMSCTL_BIN_DIR)

lint: system-packages python ## Check formatting, layers, imports, sizes and the example manifests
	@$(TIMED) lint scripts/lint.sh $(PYTHON)

memory: system-packages python release ## Look for misuse of memory: AddressSanitizer, filled heap
	@scripts/check-memory.sh $(PYTHON)

simulation: system-packages ## Play 2,000 simulated stories, and pairs of commands, optimised
	scripts/simulate.sh

verify-often: python release ## Verify good keys 1,000 times over heaps filled with five values
	@$(PYTHON) scripts/verify-often.py 1000

thread-sanitizer: system-packages ## Run the unit tests under ThreadSanitizer; not part of CI
	swift test --sanitize=thread --scratch-path .build-tsan

format: ## Format every Swift file
	swift format -i -r Package.swift Sources Tests

system-packages:
	@scripts/install-system-packages.sh

python:
	@scripts/install-python-tools.sh
