// Fails if a package that the page ships has a licence that is not on this list.
import { readFileSync } from "node:fs";

const ALLOWED = new Set(["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);

/** Of "A AND B" all must be allowed; of "A OR B" one. */
function allowed(licence = "none") {
  return licence
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((option) => option.split(" AND ").every((name) => ALLOWED.has(name)));
}

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const refused = Object.entries(packages)
  .filter(([path, { dev, license }]) => path && !dev && !allowed(license))
  .map(([path, { license }]) => `${path}: ${license ?? "none"}`);
if (refused.length > 0) {
  console.error(`licences (expected: ${[...ALLOWED].join(", ")}):\n${refused.join("\n")}`);
  process.exit(1);
}
