#!/usr/bin/env bash
# Deploys to an emulator of AWS as a user does, uses the stack, updates it, and deletes it with `sam delete`.
set -euo pipefail
cd "$(dirname "$0")/../.."
. test/e2e/chromium.sh
. test/e2e/emulator.sh

node scripts/build.ts >/dev/null
node test/e2e/deploy/forEmulator.ts template.yaml "$work/template.yaml"
cp -r samconfig.toml dist "$work" # a copy, because --guided writes the answers into samconfig.toml, and the update changes the code
cd "$work"
python "$rig/guided.py" tributary samconfig.toml --parameter-overrides 'ScheduleExpression="rate(1 minute)"' >answers ||
  { cat answers guided.log; exit 1; }
echo "ok   sam deploy --guided: $(grep -c '^PROMPT' answers) questions answered"

node "$repo/test/e2e/deploy/run.ts" || { tail -20 "${up##*log }"; exit 1; }
