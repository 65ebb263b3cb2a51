#!/usr/bin/env bash
# Measures the served page with Lighthouse, and prints its scores. BASE_URL: the page.
set -euo pipefail
report=$(mktemp --suffix=.json)
trap 'rm -f "$report"' EXIT
CHROME_PATH=${CHROMIUM:-/usr/bin/chromium} npx --yes lighthouse@12.8.2 "${BASE_URL:-http://localhost:8080}" \
  --quiet --output json --output-path "$report" --only-categories performance,accessibility,best-practices \
  --preset desktop --chrome-flags "--headless=new --no-sandbox --disable-gpu" >/dev/null
node -e '
  const { categories, audits } = JSON.parse(require("fs").readFileSync(process.argv[1]));
  for (const { title, score } of Object.values(categories)) {
    console.log(title.padEnd(16), Math.round(score * 100));
  }
  for (const name of ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"]) {
    console.log(audits[name].title.padEnd(26), audits[name].displayValue);
  }
  for (const { id, title, score } of Object.values(audits).filter(({ score }) => score === 0)) {
    console.log("failed:", id, title);
  }' "$report"
