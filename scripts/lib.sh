# What the commands of this folder share: where the project is, how they speak, how they stop. Sourced, never run.

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# Programs that setup builds for this project alone.
TOOLS=$ROOT/target/tools
# The browsers and drivers that setup found, for the tests to read.
BROWSERS=$TOOLS/browsers.json

say() { printf '%s\n' "$*"; }

# One clear line, then the end.
die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# The comment at the head of a command is its help.
help_of() { awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$1"; }

now() { date +%s; }

# step TITLE COMMAND…: says what runs, runs it with its own output, says how long it took.
# The command's status is the step's.
step() {
  local title=$1 start status=0
  shift
  start=$(now)
  say "── $title"
  "$@" || status=$?
  if [ "$status" -eq 0 ]; then
    say "── $title: done in $(($(now) - start)) s"
  else
    say "── $title: FAILED after $(($(now) - start)) s (status $status)"
  fi
  return "$status"
}
