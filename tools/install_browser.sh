#!/bin/sh
# A Chromium for the dashboard's tests: the machine's own, or one of its packages where we may install them.
# Where neither can be had this does not fail, but says so: those tests are skipped then.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null
  if chromium --version; then exit 0; fi
fi
echo "No Chromium here, and none could be installed: the dashboard's tests in a browser will be skipped." >&2
