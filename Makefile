# What a newcomer needs; `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON := .build-python/bin/python

# Tests that keep every core busy for long; the others, which wait for processes and sockets, run
# before them, undisturbed.
COMPUTING := ^(ApplyingTests|PlanningTests|RotationTests)\.

.PHONY: help demo test build release linear lint format conformance system-packages python

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

demo: system-packages build ## Set up, then run the main job against the built-in sandbox
	@scripts/demo.sh

test: system-packages python build ## Set up, then run every test
	swift test --skip '$(COMPUTING)'
	swift test --skip-build --filter '$(COMPUTING)'
	@scripts/run-conformance.sh $(PYTHON)

build: system-packages ## Build kmsctl and kms-sandbox (debug)
	swift build

release: system-packages ## Build small static-runtime binaries into .build/release
	scripts/build-release.sh

linear: system-packages ## Check that validate does linear work on worst cases (after `make release`)
	scripts/check-linear.py --self-test
	scripts/check-linear.py $${KMSCTL_BIN_DIR:-.build/dist}

lint: system-packages python ## Check formatting, layers, imports, sizes and the example manifests
	@scripts/lint.sh $(PYTHON)

format: ## Format every Swift file
	swift format -i -r Package.swift Sources Tests

system-packages:
	@scripts/install-system-packages.sh

python:
	@scripts/install-python-tools.sh
