// Prints the size of the JavaScript that the page loads before it shows anything, and fails above
// the limit. Everything else is loaded when it is used.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 60_000;

const page = readFileSync("dist/index.html", "utf8");
const scripts = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(
  ([, path]) => path,
);
const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(`dist/${path}`)).length, 0);
console.log(`initial JavaScript: ${bytes} bytes gzipped, in ${scripts.length} files`);
if (scripts.length === 0 || bytes > LIMIT_BYTES) {
  console.error(`expected: at most ${LIMIT_BYTES}. Load what is not needed at first by import().`);
  process.exit(1);
}
