#!/usr/bin/env bash
# timed.sh NAME COMMAND…: runs one part of a test run and says how long it took. In .ci/run the part
# also gets a line in its table, and .ci/parts has to name it.
set -uo pipefail
name=$1
shift

echo "== $name"
start=$SECONDS
"$@"
status=$?
seconds=$((SECONDS - start))
echo "-- $name: $seconds s, exit $status"
[ -z "${KMSCTL_PARTS:-}" ] || printf '%s\t%d\t%d\n' "$name" "$seconds" "$status" >>"$KMSCTL_PARTS"
exit "$status"
