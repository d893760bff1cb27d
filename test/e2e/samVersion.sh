#!/usr/bin/env bash
# Checks that `sam` is the version that requirements.txt pins: what is tested is then what the README installs.
set -euo pipefail
requirement=$(cat "$(dirname "$0")/../../requirements.txt")
pinned=${requirement#aws-sam-cli==}
found=$(sam --version)
[ "$found" = "SAM CLI, version $pinned" ] || {
  echo "requirements.txt pins SAM CLI $pinned, but \`sam --version\` prints \"$found\": install the pinned version, or change requirements.txt" >&2
  exit 1
}
