#!/bin/sh
# Builds the web page where something has changed since the last time.
set -eu
cd "$(dirname "$0")/dashboard"

installed=node_modules/.package-lock.json
if [ ! -f "$installed" ] || [ package-lock.json -nt "$installed" ] || [ package.json -nt "$installed" ]; then
  npm ci --no-audit --no-fund
  mkdir -p node_modules && touch "$installed"
fi

changed() {
  [ ! -f dist/index.html ] && return 0
  [ -n "$(find . -type f -newer dist/index.html \
    -not -path './node_modules/*' -not -path './dist/*' -not -path './src/gen/*' \
    -not -path './test-results/*' -not -path './playwright-report/*' -print -quit)" ] ||
    [ -n "$(find ../../schemas/src/main/proto -type f -newer dist/index.html -print -quit)" ]
}

if changed; then
  npm run build
fi
