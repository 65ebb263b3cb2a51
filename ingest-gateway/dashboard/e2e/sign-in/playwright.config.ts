import { defineConfig } from "@playwright/test";
import { chromium } from "../chromium";

/** Runs against a gateway that asks its callers who they are, which `SignInPageTest` starts. */
export default defineConfig({
  testDir: ".",
  testMatch: "sign-in.test.ts",
  outputDir: "../../test-results/sign-in",
  workers: 1,
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL: process.env.BASE_URL,
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    // The camera is Chromium's fake one.
    launchOptions: chromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
  },
});
