import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./dashboard";

// The machine's own fonts would differ, so the page is drawn with one that comes with the tests.
const FONT = createRequire(import.meta.url).resolve(
  "@fontsource/inter/files/inter-latin-400-normal.woff2",
);

test.beforeEach(async ({ page }) => {
  const font = (await readFile(FONT)).toString("base64");
  await page.addInitScript((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const face = new FontFace("Inter", bytes);
    document.fonts.add(face);
    void face.load();
    document.addEventListener("DOMContentLoaded", () => {
      document.documentElement.style.setProperty("--sans", "Inter");
      document.documentElement.style.setProperty("--mono", "Inter");
    });
  }, font);
});

for (const theme of ["light", "dark"] as const) {
  test(`the grid in the ${theme} theme`, async ({ dashboard, page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await dashboard.open(
      "stream:camera,pipeline:camera-edges",
      "pipeline:samples-soft",
      "stream:samples",
    );
    await settled(page, 4);
    await expect(page).toHaveScreenshot(`grid-${theme}.png`, { mask: moving(page) });
  });
}

test("the page on a phone", async ({ dashboard, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await dashboard.open("stream:camera,pipeline:camera-edges");
  await settled(page, 2);
  await expect(page).toHaveScreenshot("phone.png", { mask: moving(page) });
});

test("the drawer with synthetic cameras", async ({ dashboard, page }) => {
  await dashboard.open("pipeline:camera-edges");
  await settled(page, 1);
  await page.getByTestId("add-input-fab").click();
  await page.getByTestId("tab-synthetic").click();
  await expect(page.getByTestId("source-drawer")).toHaveScreenshot("drawer.png");
});

test("the list of filters", async ({ dashboard, page }) => {
  await dashboard.open("pipeline:camera-edges");
  await settled(page, 1);
  await page.getByTestId("filter-add").click();
  await expect(page.getByTestId("filter-option-invert")).toBeAttached();
  await expect(page.getByTestId("filter-search")).toHaveScreenshot("filters.png");
});

test("an empty grid", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera");
  await dashboard.card(1).getByTestId("source-close-button").click();
  await expect(page.getByRole("heading", { name: "No panels" })).toBeVisible();
  await expect(page).toHaveScreenshot("empty.png", { mask: moving(page) });
});

/** Waits until all pictures and numbers are there. */
async function settled(page: Page, pictures: number): Promise<void> {
  await expect(page.locator('canvas:not([data-frames="0"])')).toHaveCount(pictures);
  await expect(page.getByTestId("stat-fps")).toHaveText(/fps/);
  await page.evaluate(() => document.fonts.ready);
}

/** What differs from one moment, or machine, to the next. */
function moving(page: Page): Locator[] {
  return [
    page.locator("canvas"),
    page.locator(".numbers"),
    page.locator("frame-stats"),
    page.locator("loss-list"),
    page.getByTestId("chain-status"),
    page.getByTestId("system-button"),
  ];
}
