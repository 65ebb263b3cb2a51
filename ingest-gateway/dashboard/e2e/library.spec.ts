import type { Page } from "@playwright/test";
import { expect, test } from "./dashboard";

test("adds, shows, stops and deletes a source", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  await page.getByText("Sources", { exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("bars");
  await page.getByLabel("Address").fill("test:testsrc2=size=320x180:rate=10");
  await page.getByTestId("source-add").click();
  const bars = page.getByTestId("source-list").locator("li").filter({ hasText: "bars" });
  await expect(bars).toContainText("live", { timeout: 30_000 });
  await expect(dashboard.item("bars")).toContainText("live");
  await page.getByRole("button", { name: "Stop: bars", exact: true }).click();
  await expect(bars).toContainText("stopped", { timeout: 30_000 });
  await page.getByRole("button", { name: "Delete: bars", exact: true }).click();
  await expect(bars).toHaveCount(0);
});

test("refuses a forbidden source address", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  await page.getByText("Sources", { exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("metadata");
  await page.getByLabel("Address").fill("http://169.254.169.254/latest");
  await page.getByTestId("source-add").click();
  await expect(page.getByTestId("source-error")).toContainText("169.254.169.254");
});

test("uploads a video, plays it as a stream and deletes it", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  await page.getByText("Videos", { exact: true }).click();
  const video = { name: "clip.webm", mimeType: "video/webm", buffer: await recorded(page) };
  await page.getByTestId("upload-file").setInputFiles(video);
  const clip = page.getByTestId("video-list").locator("li").filter({ hasText: "clip.webm" });
  await expect(clip).toBeVisible();
  await clip.getByRole("button", { name: /^Play/ }).click();
  await expect(dashboard.item("clip")).toContainText("live", { timeout: 30_000 });
  await page.getByText("Sources", { exact: true }).click();
  await page.getByRole("button", { name: "Delete: clip", exact: true }).click();
  await clip.getByRole("button", { name: /^Delete/ }).click();
  await expect(clip).toHaveCount(0);
});

/** Records two seconds of a moving square in the browser. */
async function recorded(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [160, 120];
    const context = canvas.getContext("2d")!;
    const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: "video/webm" });
    const parts: Blob[] = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    for (let x = 0; x < 60; x++) {
      context.fillStyle = `hsl(${x * 6} 80% 50%)`;
      context.fillRect(x * 2, 20, 40, 80);
      await new Promise((resolve) => setTimeout(resolve, 33));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  return Buffer.from(base64, "base64");
}
