import { expect, test } from "@playwright/test";

/** Draws the picture of the README: `npm run bench -- screenshot`. */
test("screenshot", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(
    "/#show=stream:camera,pipeline:camera-edges&show=pipeline:samples-soft&show=stream:samples&show=pipeline:camera-edges",
  );
  await expect(page.locator('canvas:not([data-frames="0"])')).toHaveCount(5);
  await expect(page.getByTestId("stat-times")).toBeVisible();
  await expect
    .poll(async () =>
      Number(await page.getByTestId("panel-raw").first().getAttribute("data-frames")),
    )
    .toBeGreaterThan(100);
  await page.screenshot({ path: "screenshot.png" });
});
