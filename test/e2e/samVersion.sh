#!/usr/bin/env bash
# Checks that `sam` has the version that requirements.txt pins, because the README installs that version.
set -euo pipefail
requirement=$(cat "$(dirname "$0")/../../requirements.txt")
pinned=${requirement#aws-sam-cli==}
found=$(sam --version)
[ "$found" = "SAM CLI, version $pinned" ] || {
  echo "requirements.txt pins SAM CLI $pinned, but \`sam --version\` prints \"$found\": install the pinned version, or change requirements.txt" >&2
  exit 1
}
