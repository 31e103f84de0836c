#!/usr/bin/env bash
# Builds the fuzzers with clang under ASan and UBSan and runs each; a finding ends the run and stays in build/fuzz.
#   bash tests/fuzz/run.sh [<seconds for each, 60>] [<target>...]
set -euo pipefail
. "$(dirname "$0")/../../cmake/prepare.sh"

seconds=${1:-60}
shift || true
all=(esl whatsapp phone time operations)
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then targets=("${all[@]}"); fi
for target in "${targets[@]}"; do
  if [[ ! $seconds =~ ^[1-9][0-9]*$ || " ${all[*]} " != *" $target "* ]]; then
    echo "bash tests/fuzz/run.sh [<seconds for each, 60>] [${all[*]}]" >&2
    exit 2
  fi
done

install_packages "${packages[@]}" clang
stage "building ${targets[*]}"
build_preset fuzz "${targets[@]/#/fuzz_}"

# What is new to the corpus is kept in build/fuzz/corpus, where the next run goes on; tests/data/fuzz is read only.
for target in "${targets[@]}"; do
  stage "fuzzing $target for ${seconds}s"
  found=$build/fuzz/corpus/$target
  mkdir -p "$found"
  (cd "$build/fuzz" && nice "./tests/fuzz/fuzz_$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 \
    -use_value_profile=1 -print_final_stats=1 -artifact_prefix="$target-" \
    "$found" "$root/tests/data/fuzz/$target" 2>"$target.log") || { tail -n 60 "$build/fuzz/$target.log"; exit 1; }
  grep -E 'number_of_executed_units|new_units_added|peak_rss' "$build/fuzz/$target.log"
done
stage "no finding"
