import { chromium } from "./chromium";
import { expect, test } from "./sources-drawer";

// A camera exists, but nobody answers the question for permission: headless browsers deny it.
test.use({
  permissions: [],
  launchOptions: chromium("--use-fake-device-for-media-stream"),
});

test("says what to do if the camera is denied", async ({ drawer, page }) => {
  await drawer.open("webcam");
  await page.getByTestId("webcam-start").click();
  await expect(page.getByTestId("webcam-problem")).toContainText("You have not allowed the camera");
  await expect(page.getByTestId("webcam-start")).toBeFocused();
  await expect(page.getByTestId("webcam-indicator")).toHaveCount(0);
});
