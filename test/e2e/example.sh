#!/usr/bin/env bash
# Builds examples/orders as somebody else would, with the tarball of this package, and uses it in an emulator of AWS.
set -euo pipefail
cd "$(dirname "$0")/../.."
. test/e2e/emulator.sh
quietly() { "$@" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }; }

cp -r examples/orders "$work/orders"
quietly npm pack --pack-destination "$work/orders"
cd "$work/orders"
mv tributary-*.tgz tributary.tgz
npm pkg set dependencies.tributary=file:tributary.tgz # this version may not be on npm
quietly npm install --prefer-offline --no-audit --no-fund
quietly npm run check
quietly npm test
echo "ok   examples/orders compiles, and its tests pass"

quietly npm install --prefer-offline --no-audit --no-fund --save-dev "dynalite@$(cd "$repo" && npm pkg get devDependencies.dynalite | tr -d '"')"
node "$repo/test/e2e/example/local.ts"

quietly sam validate --lint
quietly sam build --build-in-source # with the packages that are here already, and not a copy of them for each function
echo "ok   sam build"
node "$repo/test/e2e/deploy/forEmulator.ts" .aws-sam/build/template.yaml .aws-sam/build/forEmulator.yaml
quietly sam deploy --config-file "$PWD/samconfig.toml" --template .aws-sam/build/forEmulator.yaml --no-confirm-changeset --parameter-overrides CarrierUrl=http://127.0.0.1:8124/parcels
echo "ok   sam deploy"
node "$repo/test/e2e/example/run.ts" orders || { tail -40 "${up##*log }"; exit 1; }
