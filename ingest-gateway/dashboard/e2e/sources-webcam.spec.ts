import type { Page } from "@playwright/test";
import { chromium } from "./chromium";
import { expect, test } from "./sources-drawer";
import { shownPixel } from "./sources-media";

const STREAM = "webcam-e2e";

// Chromium's fake camera: a green picture with a moving pie, and no question for permission.
test.use({
  launchOptions: chromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
});

/** Makes the browser refuse the camera with an error of the given name. */
async function refuse(page: Page, name: string): Promise<void> {
  await page.addInitScript((error) => {
    MediaDevices.prototype.getUserMedia = () => Promise.reject(new DOMException("refused", error));
  }, name);
}

test("publishes the camera at the chosen size, and shows it as a panel", async ({
  drawer,
  gateway,
  page,
}) => {
  await drawer.open("webcam");
  await page.locator("webcam-panel").getByLabel("Size").selectOption("320x180");
  await page.locator("webcam-panel").getByLabel("Frames per second").selectOption("5");
  await page.getByTestId("webcam-start").click();
  await expect(page.getByTestId("webcam-state")).toHaveText(`On: published as ${STREAM}`);
  await expect(page.getByTestId("webcam-figures")).toHaveText(/[3-6]\.\d fps · \d{2,} sent/);
  await gateway.expectFrames(STREAM);
  const [red, green] = await shownPixel(page, STREAM, [320, 180]);
  expect(green! - red!).toBeGreaterThan(40);
  expect((await gateway.stream(STREAM))?.missing).toBe(0);
  await page.getByTestId("webcam-show").click();
  await drawer.expectChosen(STREAM);
});

test("shows what the camera sees", async ({ drawer, page }) => {
  await drawer.open("webcam");
  await page.getByTestId("webcam-start").click();
  const preview = page.getByTestId("webcam-preview");
  await expect(async () => {
    const [red, green] = await preview.evaluate((video: HTMLVideoElement) => {
      const canvas = new OffscreenCanvas(1, 1);
      const context = canvas.getContext("2d")!;
      context.drawImage(video, 0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data];
    });
    expect(green! - red!).toBeGreaterThan(40);
  }).toPass();
});

test("keeps publishing when the drawer closes, until the indicator stops it", async ({
  drawer,
  gateway,
  page,
}) => {
  await drawer.open("webcam");
  await page.getByTestId("webcam-start").click();
  await expect(page.getByTestId("webcam-state")).toContainText(STREAM);
  await page.getByTestId("drawer-close").click();
  await gateway.expectFrames(STREAM);
  const indicator = page.getByTestId("webcam-indicator");
  await expect(indicator).toBeVisible();
  await expect(indicator).toHaveAccessibleName(`Camera on: ${STREAM}. Stop`);
  await indicator.click();
  await expect(indicator).toHaveCount(0);
  await expect
    .poll(async () => (await gateway.stream(STREAM))?.state, { timeout: 20_000 })
    .toBe("ended");
});

test("can be stopped and started again", async ({ drawer, gateway, page }) => {
  await drawer.open("webcam");
  await page.getByTestId("webcam-start").click();
  await page.getByTestId("webcam-stop").click();
  await expect(page.getByTestId("webcam-preview")).toHaveCount(0);
  await expect(page.getByTestId("webcam-start")).toBeFocused();
  await page.getByTestId("webcam-start").click();
  await expect(page.getByTestId("webcam-state")).toContainText(STREAM);
  await gateway.expectFrames(STREAM);
});

const REFUSALS = [
  ["NotAllowedError", "You have not allowed the camera"],
  ["NotFoundError", "No camera was found"],
  ["NotReadableError", "Another program uses the camera"],
] as const;

for (const [name, message] of REFUSALS) {
  test(`says what to do after a ${name}`, async ({ drawer, page }) => {
    await refuse(page, name);
    await drawer.open("webcam");
    await page.getByTestId("webcam-start").click();
    await expect(page.getByTestId("webcam-problem")).toContainText(message);
    await expect(page.getByTestId("webcam-start")).toBeEnabled();
    await expect(page.getByTestId("webcam-indicator")).toHaveCount(0);
  });
}

test("says that an insecure page cannot use the camera", async ({ drawer, page }) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, "isSecureContext", { get: () => false }),
  );
  await drawer.open("webcam");
  await expect(page.getByTestId("webcam-problem")).toContainText("secure pages");
  await expect(page.getByTestId("webcam-start")).toBeDisabled();
});
