# To be sourced, with the repository as the working directory. Starts an emulator of AWS and stops it when the script ends. Sets `repo`, `rig`,
# `work` (a folder of its own) and `up` (what the start said).
repo=$PWD
rig=$repo/../shared/aws-local
export PATH=$PWD/node_modules/.bin:$PATH
SAM_VERSION=$(cut -d= -f3 requirements.txt) "$rig/sam-up.sh" >/dev/null
"$rig/ministack-down.sh" # what an earlier run may have left
up=$("$rig/ministack-up.sh")
. "$rig/ministack-env.sh"
work=$(mktemp -d)
trap '"$rig/ministack-down.sh"; rm -rf "$work"' EXIT
test/e2e/samVersion.sh
