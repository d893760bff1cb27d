#!/usr/bin/env bash
# Uses the page of the console in Chromium, over a real `npm start`. `console.sh [FOLDER [CHECK ...]]` saves screenshots in the folder, and runs these checks only.
set -euo pipefail
cd "$(dirname "$0")/../.."
. test/e2e/chromium.sh
PATH=$PWD/node_modules/.bin:$PATH
node test/e2e/console/run.ts "$@"
