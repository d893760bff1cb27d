#!/usr/bin/env bash
# Lints template.yaml twice: as it is, and expanded to CloudFormation, because the linters do not expand it.
set -euo pipefail
cd "$(dirname "$0")/../.."
rig=../shared/aws-local
SAM_VERSION=$(cut -d= -f3 requirements.txt) "$rig/sam-up.sh" >/dev/null
. "$rig/sam-env.sh"
test/e2e/samVersion.sh
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT

sam validate --lint >"$work/sam" 2>&1 || { cat "$work/sam"; exit 1; }
echo "ok   sam validate --lint"
python "$rig/sam2cfn.py" template.yaml >"$work/template.json"
cfn-lint "$work/template.json"
echo "ok   cfn-lint, expanded: $(grep -c '"Type": "AWS::' "$work/template.json") resources"
BC_SKIP_MAPPING=TRUE checkov --config-file .checkov.yaml --file "$work/template.json" >"$work/checkov" 2>&1 || { cat "$work/checkov"; exit 1; }
echo "ok   checkov, expanded: $(grep -m 1 'Passed checks' "$work/checkov")"
