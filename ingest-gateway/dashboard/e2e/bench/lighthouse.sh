#!/usr/bin/env bash
# Measures the served page with Lighthouse, and prints its scores. BASE_URL: the page; CHROMIUM: the browser.
set -euo pipefail
port=9333
folder=$(mktemp -d)
"${CHROMIUM:-/usr/bin/chromium}" --headless=new --no-sandbox --disable-gpu --remote-debugging-port=$port \
  --user-data-dir="$folder/profile" about:blank >"$folder/log" 2>&1 &
browser=$!
trap 'kill $browser; wait $browser || true; rm -rf "$folder"' EXIT
until curl -fs "http://localhost:$port/json/version" >/dev/null; do sleep 0.2; done
npx --yes lighthouse@12.8.2 "${BASE_URL:-http://localhost:8080}" --port $port --quiet --preset desktop \
  --only-categories performance,accessibility,best-practices --output json --output-path "$folder/report.json"
node -e '
  const { categories, audits } = JSON.parse(require("fs").readFileSync(process.argv[1]));
  for (const { title, score } of Object.values(categories)) {
    console.log(title.padEnd(26), Math.round(score * 100));
  }
  for (const name of ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"]) {
    console.log(audits[name].title.padEnd(26), audits[name].displayValue);
  }' "$folder/report.json"
