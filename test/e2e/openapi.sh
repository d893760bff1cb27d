#!/usr/bin/env bash
# Checks the API against docs/openapi.json: schemathesis sends valid and wrong requests to the local system.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH=$PWD/node_modules/.bin:$PATH
pinned=test/e2e/openapi/requirements.txt # made by `pip install schemathesis` and `pip freeze`. With the same versions, a seed sends the same requests
venv=$PWD/node_modules/.cache/schemathesis-$(sha256sum <"$pinned" | cut -c 1-12)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT

if [ ! -x "$venv/bin/schemathesis" ]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$pinned"
fi

node test/e2e/openapi/serve.ts >"$work/url" 2>"$work/log" &
until [ -s "$work/url" ]; do kill -0 $! || { cat "$work/log"; exit 1; }; sleep 0.2; done

cp test/e2e/openapi/{schemathesis.toml,hooks.py} "$work"
document=$PWD/docs/openapi.json
cd "$work"
"$venv/bin/schemathesis" --config-file schemathesis.toml run "$document" --url "$(cat url)" \
  --max-examples "${EXAMPLES:-30}" --seed "${SEED:-1}" --no-color >out 2>&1 || { cut -c 1-2000 out; exit 1; }
echo "ok   schemathesis: $(grep -m 1 'generated' out)"
