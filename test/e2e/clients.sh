#!/usr/bin/env bash
# Two clients are generated from docs/openapi.json, compiled (strict) and used against the local system.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH=$PWD/node_modules/.bin:$PATH
clients=$PWD/test/e2e/clients
cache=$PWD/node_modules/.cache/clients-$(cat "$clients"/package{,-lock}.json | sha256sum | cut -c 1-12)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT

if [ ! -d "$cache/node_modules/.bin" ]; then
  mkdir -p "$cache"
  cp "$clients"/package{,-lock}.json "$cache"
  npm ci --prefix "$cache" --no-audit --no-fund --ignore-scripts >/dev/null
fi
cp "$clients"/{tsconfig.json,*.ts} "$work"
ln -s "$cache/node_modules" "$work/node_modules"
bin=$cache/node_modules/.bin

"$bin/openapi-typescript" docs/openapi.json --output "$work/generated/schema.d.ts" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
"$bin/openapi-ts" --input "$PWD/docs/openapi.json" --output "$work/generated/heyApi" --no-log-file >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
"$bin/tsc" --project "$work"
echo "ok   two generated clients compile"

node test/e2e/openapi/serve.ts >"$work/url" 2>"$work/log" &
until [ -s "$work/url" ]; do kill -0 $! || { cat "$work/log"; exit 1; }; sleep 0.2; done
for client in openapiFetch heyApi; do
  esbuild "$work/$client.ts" --bundle --platform=node --format=esm --target=node24 --outfile="$work/$client.mjs" --log-level=warning
  node "$work/$client.mjs" "$(cat "$work/url")"
done
