#!/usr/bin/env bash
# Runs every fuzz target of the module for a while each. Usage: fuzz.sh 60s
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-60s}
git grep -hoE '^func (Fuzz[A-Za-z0-9_]+)' -- '*_test.go' >/dev/null || { echo "no fuzz targets"; exit 1; }
git grep -lE '^func Fuzz' -- '*_test.go' | while read -r file; do
  dir=$(dirname "$file")
  grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" | sed 's/^func //' | while read -r target; do
    echo "== $dir $target"
    go test "./$dir" -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 2s
  done
done
