#!/usr/bin/env bash
# The main job, watched: plan, apply, drift, repair, removal, against the built-in sandbox.
# Runs the debug build, which a newcomer has anyway; what ships is what the tests run.
# Works on a copy of the example organisation in .build-demo, so the checkout stays as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$(cd "$(swift build --show-bin-path)" && pwd)
rm -rf .build-demo
mkdir -p .build-demo
cp -R kmsctl.yaml manifests .build-demo/
printf 'delivered/\n.kmsctl/\n' >.build-demo/.gitignore
cd .build-demo
PATH="$bin:$PATH"

bold='' plain=''
if [ -t 1 ]; then
  bold=$'\033[1m' plain=$'\033[0m'
fi
say() {
  echo
  for line in "$@"; do printf '%s# %s%s\n' "$bold" "$line" "$plain"; done
}

# run EXPECTED-STATUS COMMAND...: shows the command line, runs it, checks its exit status.
run() {
  local expected=$1 status=0
  shift
  printf '%s$ %s%s\n' "$bold" "$*" "$plain"
  "$@" || status=$?
  printf '[exit %d]\n' "$status"
  if [ "$status" -ne "$expected" ]; then
    echo "demo: expected exit $expected" >&2
    exit 1
  fi
}

say "1. What would kmsctl do? Nothing is there yet but what somebody made by hand."
run 0 kmsctl plan --sandbox
say "2. Do it. Four client keys are issued and delivered."
run 0 kmsctl apply --sandbox --auto-approve
run 0 ls -lR delivered/payments-api
say "3. The same again: nothing to do."
run 0 kmsctl plan --sandbox --detailed-exitcode
say "4. Somebody widens a policy in the console, behind Git's back."
run 0 kmsctl sandbox edit policy/orders-secrets 'resources=secret/*'
say "5. The nightly job finds it (exit 2), and apply takes it back."
run 2 kmsctl drift --sandbox
run 0 kmsctl apply --sandbox --auto-approve
run 0 kmsctl drift --sandbox
say "6. An application is retired: its manifest goes. Its client key would die, so kmsctl" \
  "   refuses and names the flag that allows exactly this."
run 0 rm manifests/batch-jobs.yaml
run 3 kmsctl plan --sandbox
run 0 kmsctl apply --sandbox --auto-approve --allow-delete aap/batch-jobs
say "7. A client key is rotated ahead of time. The old one lives on for the overlap, and the files" \
  "   behind 'current' are the new key's."
run 0 kmsctl key rotate payments-api --now --auto-approve --sandbox
run 0 kmsctl key list --sandbox
run 0 kmsctl key verify delivered/payments-api/current --sandbox
say "8. Git and KMS agree again. What was made by hand is still there."
run 0 kmsctl plan --sandbox --show-unmanaged --detailed-exitcode
