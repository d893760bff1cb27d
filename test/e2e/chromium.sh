# To be sourced. Sets CHROMIUM, the path of Chromium, and installs Debian's package where it is missing.
export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
if [ ! -x "$CHROMIUM" ]; then
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -qq
  $sudo apt-get install -qq -y --no-install-recommends chromium >/dev/null
fi
