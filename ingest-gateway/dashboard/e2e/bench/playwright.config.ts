import { defineConfig } from "@playwright/test";
import base from "../../playwright.config";

/** Measures the page in Chromium, on a machine with nothing else to do. */
export default defineConfig({
  ...base,
  testDir: ".",
  outputDir: "../../test-results",
  testMatch: "*.bench.ts",
  timeout: 1_800_000,
  reporter: [["list"]],
  projects: base.projects?.filter(({ name }) => name === "chromium"),
});
