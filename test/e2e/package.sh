#!/usr/bin/env bash
# Packs the project, installs the tarball in a project outside of this repository, and uses it there in each way that the docs promise.
set -euo pipefail
cd "$(dirname "$0")/../.."
repo=$PWD
rig=$repo/../shared/aws-local
export PATH=$PWD/node_modules/.bin:$PATH
SAM_VERSION=$(cut -d= -f3 requirements.txt) "$rig/sam-up.sh" >/dev/null
. "$rig/sam-env.sh"
test/e2e/samVersion.sh
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT
quietly() { "$@" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }; }

stranger=$work/stranger
cp -r test/e2e/package "$stranger"
quietly npm pack --pack-destination "$work"
mv "$work"/tributary-*.tgz "$stranger/tributary.tgz"
cd "$stranger"
quietly npm install --prefer-offline --no-audit --no-fund
bin=$stranger/node_modules/.bin # not on PATH, because it has Node 22
echo "ok   npm pack, and npm install of the tarball"

"$bin/publint" --strict node_modules/tributary >"$work/log" || { cat "$work/log"; exit 1; }
grep -q 'All good' "$work/log" || { cat "$work/log"; exit 1; }
quietly "$bin/attw" --profile esm-only tributary.tgz
echo "ok   publint and attw find nothing"

quietly "$bin/tsc" --project tsconfig.json
quietly "$bin/tsc" --project tsconfig.bundler.json
echo "ok   it compiles with nodenext and with bundler resolution, and the types of the libraries are checked"

node "$repo/scripts/dynamodb.ts" 8123 >"$work/dynamodb" 2>&1 &
until grep -q host.docker.internal "$work/dynamodb"; do kill -0 $! || { cat "$work/dynamodb"; exit 1; }; sleep 0.2; done
export TABLE_NAME=Table AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8123 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
run() { # FOLDER EXTENSION WHAT
  for node in "$stranger/node_modules/node22/bin/node" node; do
    "$node" run.js "$1" "$2" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    echo "ok   $3, in Node $("$node" --version): an event twice is one entry, which is read over HTTP"
  done
}

run out/handlers js "the files that tsc writes"

bundle() { "$bin/esbuild" src/handlers/*.ts --bundle --platform=node --target=node22 --log-level=warning "$@"; }
bundle --format=cjs --outdir=cjs --out-extension:.js=.cjs
run cjs cjs "esbuild, CommonJS"
bundle --format=esm --outdir=esm --out-extension:.js=.mjs --main-fields=module,main
run esm mjs "esbuild, ESM with the main fields module and main"
bundle --format=esm --outdir=alone --out-extension:.js=.mjs
! node run.js alone mjs >"$work/log" 2>&1 && grep -q 'Dynamic require of' "$work/log" || {
  echo "ESM without main fields works now: say so in the docs, and delete this check" >&2
  exit 1
}

mkdir sam && echo '{}' >sam/package.json # Lambda has no package.json, so a .js file is CommonJS there
for format in commonjs esm; do
  env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY sam build --template "$format.yaml" --build-dir "sam/$format" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
  mkdir "sam/$format/all" && cp "sam/$format"/*Function/* "sam/$format/all"
done
run sam/commonjs/all js "sam build, CommonJS"
run sam/esm/all mjs "sam build, ESM with the main fields module and main"

quietly "$bin/vitest" run src
echo "ok   vitest: the contract of a trigger, and a handler over a log in memory"

"$bin/tributary" init "$work/my-log" --package "$stranger/tributary.tgz" 2>"$work/log" || { cat "$work/log"; exit 1; }
cd "$work/my-log"
quietly npm install --prefer-offline --no-audit --no-fund
quietly npm run check
quietly npm test
echo "ok   tributary init: the project compiles, and its tests pass"
node "$repo/test/e2e/starter.ts"
