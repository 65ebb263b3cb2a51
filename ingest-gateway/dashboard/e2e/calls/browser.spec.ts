import { expect, test } from "@playwright/test";
import { build } from "vite";

test("every call works from a page", async ({ page }) => {
  test.setTimeout(180_000);
  // Not the page itself: a browser opens only six HTTP/1.1 connections, and the page's streams use some.
  await page.goto("/livez");
  await page.addScriptTag({ content: await bundle() });
  const outcomes = await page.evaluate(() => window.runCalls());
  expect(Object.keys(outcomes).length).toBeGreaterThan(40);
  expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== "passed")).toEqual([]);
});

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "es2022",
      lib: { entry: "e2e/calls/browser.ts", formats: ["iife"], name: "calls" },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (!first || !("output" in first)) throw new Error("expected: one bundle");
  return first.output[0].code;
}
