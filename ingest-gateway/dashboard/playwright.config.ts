import { defineConfig, devices } from "@playwright/test";
import { chromium } from "./e2e/chromium";

/**
 * Runs against a running stack with the demo: stream `camera` with pipeline `camera-edges`, and
 * stream `samples` with pipeline `samples-soft`. Chromium is the system's; `BROWSERS=all` adds
 * Firefox and WebKit, which `npx playwright install firefox webkit` downloads.
 */
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  snapshotPathTemplate: "e2e/screenshots/{arg}{ext}",
  workers: 1,
  // A test that passes at its second try is reported as flaky, which is a bug to find.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: {
    timeout: 15_000,
    // Letters of one font differ by single pixels between builds of a browser.
    toHaveScreenshot: { maxDiffPixelRatio: 0.01, animations: "disabled" },
  },
  reporter: [["list"], ["html", { open: "never", outputFolder: "playwright-report" }]],
  use: {
    baseURL: process.env.BASE_URL ?? "http://localhost:8080",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  projects: [
    { name: "chromium", use: { launchOptions: chromium() } },
    ...(process.env.BROWSERS === "all"
      ? [
          { name: "firefox", use: devices["Desktop Firefox"] },
          { name: "webkit", use: devices["Desktop Safari"] },
        ]
      : []),
  ],
});
