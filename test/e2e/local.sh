#!/usr/bin/env bash
# Runs the functions in Lambda's own container: `sam local invoke` with every fixture, then `sam local start-api`.
set -euo pipefail
cd "$(dirname "$0")/../.."
rig=../shared/aws-local
export PATH=$PWD/node_modules/.bin:$PATH
SAM_VERSION=$(cut -d= -f3 requirements.txt) "$rig/sam-up.sh" >/dev/null
. "$rig/sam-env.sh"
test/e2e/samVersion.sh
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT

node scripts/build.ts >/dev/null
sam build >"$work/build" 2>&1 || { cat "$work/build"; exit 1; }
echo "ok   sam build"

node scripts/dynamodb.ts 8000 >"$work/dynamodb" 2>&1 &
export AWS_ENDPOINT_URL_DYNAMODB=http://host.docker.internal:8000
until grep -q host.docker.internal "$work/dynamodb"; do kill -0 $! || { cat "$work/dynamodb"; exit 1; }; sleep 0.2; done

node test/e2e/local/invoke.ts --skip-pull-image

sam local start-api --skip-pull-image --port 3123 >"$work/api" 2>&1 &
until curl -so /dev/null http://127.0.0.1:3123/; do kill -0 $! || { cat "$work/api"; exit 1; }; sleep 0.2; done
node test/e2e/local/startApi.ts http://127.0.0.1:3123 || { cat "$work/api"; exit 1; }
