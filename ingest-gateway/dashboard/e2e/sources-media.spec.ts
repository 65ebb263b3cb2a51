import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { pixels } from "./dashboard";
import { type Gateway, PREFIX, expect, test } from "./sources-drawer";
import { type FileOf, image, padded, shownPixel, video } from "./sources-media";

const PART_BYTES = 4 << 20;

/** The inverted red of the second image. */
const CYAN = [0x3f, 0xcf, 0xdf];

/** Publishes an image as the newest frame of the stream `image-e2e-panel`. */
async function publish({ request }: Gateway, { buffer, mimeType }: FileOf): Promise<void> {
  const headers = { "content-type": mimeType };
  const response = await request.post("/v1/streams/image-e2e-panel/frames", {
    data: buffer,
    headers,
  });
  expect(response.ok()).toBe(true);
}

function videoItem(page: Page, name: string): Locator {
  return page.locator(`[data-testid="video-item"][data-video-id="${name}"]`);
}

/** Drops a file on an element, as if it came from the desktop. */
async function drop(target: Locator, { name, mimeType, buffer }: FileOf): Promise<void> {
  const bytes = buffer.toString("base64");
  const transfer = await target.page().evaluateHandle(
    ([file, type, base64]) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64!), (char) => char.charCodeAt(0));
      data.items.add(new File([content], file!, { type }));
      return data;
    },
    [name, mimeType, bytes],
  );
  await target.dispatchEvent("dragover", { dataTransfer: transfer });
  await target.dispatchEvent("drop", { dataTransfer: transfer });
}

/** Colour in the middle of a panel's picture. */
async function middleOf(canvas: Locator): Promise<number[]> {
  const rgba = await pixels(canvas);
  const at = 4 * (96 * 27 + 48);
  return rgba.slice(at, at + 3);
}

function near(rgb: number[], wanted: number[]): boolean {
  return rgb.every((value, at) => Math.abs(value - wanted[at]!) < 12);
}

test.describe("videos", () => {
  test("uploads a video, shows it, plays it and deletes it", async ({ drawer, gateway, page }) => {
    await drawer.open("videos");
    const file = await video(page, "clip");
    await page.getByTestId("upload-file").setInputFiles(file);
    const item = videoItem(page, file.name);
    await expect(item).toContainText("160 × 120");
    await expect
      .poll(() => item.locator("img").evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(0);
    await item.getByRole("button", { name: /^Play/ }).click();
    await drawer.expectChosen(`${PREFIX}clip`);
    await gateway.expectFrames(`${PREFIX}clip`);
    await shownPixel(page, `${PREFIX}clip`, [160, 120]);
    await drawer.open("videos");
    await item.getByRole("button", { name: /^Delete/ }).click();
    await drawer.agree.click();
    await expect(item).toHaveCount(0);
    const { videos } = await (await gateway.request.get("/v1/videos")).json();
    expect(videos.map(({ videoId }: { videoId: string }) => videoId)).not.toContain(file.name);
  });

  test("shows the progress of an upload and cancels it", async ({ drawer, gateway, page }) => {
    await drawer.open("videos");
    const file = padded(await video(page, "cancelled"), 2 * PART_BYTES);
    // The second part waits, so that the upload stays halfway.
    await page.route("**/v1/uploads/**", (route) =>
      /^bytes [1-9]/.test(route.request().headers()["content-range"] ?? "")
        ? undefined
        : route.continue(),
    );
    const part = page.waitForRequest((request) =>
      /^bytes 4194304-/.test(request.headers()["content-range"] ?? ""),
    );
    await page.getByTestId("upload-file").setInputFiles(file);
    const upload = new URL((await part).url()).pathname;
    const progress = page.getByTestId("upload-progress");
    await expect(progress).toHaveJSProperty("value", PART_BYTES);
    await expect(progress).toHaveJSProperty("max", file.buffer.length);
    await expect(page.locator("video-upload")).toContainText("4.0 MiB of 8.0 MiB");
    expect((await gateway.request.get(upload)).status()).toBe(200);
    await page.getByTestId("upload-cancel").click();
    await expect(drawer.toast(`The upload of ${file.name} was cancelled.`)).toBeVisible();
    await expect(progress).toHaveCount(0);
    expect((await gateway.request.get(upload)).status()).toBe(404);
  });

  test("pauses an upload and continues where it was", async ({ drawer, page }) => {
    await drawer.open("videos");
    const file = padded(await video(page, "paused"), PART_BYTES + 1000);
    const ranges: string[] = [];
    let open = false;
    await page.route("**/v1/uploads/**", (route) => {
      const range = route.request().headers()["content-range"] ?? "";
      ranges.push(range);
      return range.startsWith("bytes 4194304-") && !open ? undefined : route.continue();
    });
    await page.getByTestId("upload-file").setInputFiles(file);
    await expect(page.getByTestId("upload-progress")).toHaveJSProperty("value", PART_BYTES);
    await page.getByTestId("upload-pause").click();
    await expect(page.getByTestId("upload-state")).toContainText("Paused");
    open = true;
    await page.getByTestId("upload-resume").click();
    await expect(videoItem(page, file.name)).toBeVisible();
    expect(ranges.filter((range) => range.startsWith("bytes 0-"))).toHaveLength(1);
  });

  test("takes a video that is dropped", async ({ drawer, page }) => {
    await drawer.open("videos");
    const file = await video(page, "dropped");
    await drop(page.getByTestId("upload-file-drop"), file);
    await expect(videoItem(page, file.name)).toBeVisible();
  });

  test("says why a file is not a video", async ({ drawer, page }) => {
    await drawer.open("videos");
    const buffer = Buffer.from("not a video at all");
    const file = { name: `${PREFIX}text.mp4`, mimeType: "video/mp4", buffer };
    await page.getByTestId("upload-file").setInputFiles(file);
    await expect(page.getByTestId("upload-state")).toContainText("video");
    await expect(page.getByTestId("upload-resume")).toBeVisible();
    await page.getByTestId("upload-cancel").click();
    await expect(page.getByTestId("upload-file-drop")).toBeVisible();
  });
});

test.describe("images", () => {
  test("shows an image from the computer as a stream", async ({ drawer, page }) => {
    await drawer.open("images");
    const file = await image(page, "e2e-blue.png", "image/png");
    await page.getByTestId("image-file").setInputFiles(file);
    await drawer.expectChosen("image-e2e-blue");
    expect(await shownPixel(page, "image-e2e-blue", [200, 100])).toEqual([0x20, 0x60, 0xc0]);
  });

  test("converts an image that the gateway cannot read", async ({ drawer, page }) => {
    await drawer.open("images");
    const file = await image(page, "e2e-web.webp", "image/webp");
    await drop(page.getByTestId("image-file-drop"), file);
    await drawer.expectChosen("image-e2e-web");
    const [, , blue] = await shownPixel(page, "image-e2e-web", [200, 100]);
    expect(Math.abs(blue! - 0xc0)).toBeLessThan(16);
  });

  test("shows another image in a panel, and processes it by a changed chain", async ({
    gateway,
    page,
  }) => {
    const pipeline = "/v1/pipelines/image-e2e-panel-view";
    await publish(gateway, await image(page, "blue.png", "image/png"));
    try {
      await gateway.request.put(pipeline, {
        data: { streamId: "image-e2e-panel", chain: "grayscale" },
      });
      await page.goto("/#show=stream:image-e2e-panel,pipeline:image-e2e-panel-view");
      const raw = page.getByTestId("panel-raw");
      await expect.poll(() => middleOf(raw)).toEqual([0x20, 0x60, 0xc0]);
      await page.getByTestId("change-image-button").click();
      const selector = page.getByTestId("image-selector-modal");
      await expect(selector).toBeVisible();
      const red = await image(page, "e2e-red.png", "image/png", "#c03020");
      await page.locator("image-selector").getByTestId("image-file").setInputFiles(red);
      await expect(selector).toBeHidden();
      await expect.poll(() => middleOf(raw)).toEqual([0xc0, 0x30, 0x20]);
      await page.getByTestId("chain-input").fill("invert");
      await page.getByTestId("chain-input").press("Enter");
      await expect
        .poll(async () => near(await middleOf(page.getByTestId("panel-processed")), CYAN), {
          timeout: 20_000,
        })
        .toBe(true);
    } finally {
      await gateway.request.delete(pipeline);
    }
  });

  test("closes the selection of images by its cross, Escape and a click beside it", async ({
    gateway,
    page,
  }) => {
    await publish(gateway, await image(page, "blue.png", "image/png"));
    await page.goto("/#show=stream:image-e2e-panel");
    const button = page.getByTestId("change-image-button");
    const selector = page.getByTestId("image-selector-modal");
    const ways = [
      () => page.locator("image-selector").getByTestId("modal-close").click(),
      () => page.keyboard.press("Escape"),
      () => page.mouse.click(5, 5),
    ];
    for (const close of ways) {
      await button.click();
      await expect(selector).toBeVisible();
      await close();
      await expect(selector).toBeHidden();
      await expect(button).toBeFocused();
    }
  });

  test("offers no other image for a stream that is no image", async ({ page }) => {
    await page.goto("/#show=stream:camera");
    await expect(page.getByTestId("snapshot")).toBeVisible();
    await expect(page.getByTestId("change-image-button")).toHaveCount(0);
  });

  test("says that a file is no image", async ({ drawer, page }) => {
    await drawer.open("images");
    const file = { name: "e2e.txt", mimeType: "text/plain", buffer: Buffer.from("text") };
    await page.getByTestId("image-file").setInputFiles(file);
    await expect(page.getByTestId("image-error")).toContainText("e2e.txt: not an image");
    expect(await drawer.chosen()).toEqual([]);
  });

  test("says what to do if there are no images", async ({ drawer, page }) => {
    // The real answer depends on the gateway's folder; an empty message is an empty list.
    await page.route("**/ListAvailableImages*", (route) =>
      route.fulfill({ contentType: "application/proto", body: "" }),
    );
    await drawer.open("images");
    await expect(page.getByTestId("images-empty")).toContainText("upload one");
  });
});

test.describe("images of the gateway", () => {
  // The image folder of the stack under test; `./darkroom up --data DIR` has DIR/images.
  const library = process.env.IMAGES ?? "";
  test.skip(!library, "IMAGES is not set");
  const folder = join(library, `${PREFIX}walk`);

  test.beforeEach(async ({ drawer, page }) => {
    await drawer.start();
    mkdirSync(folder, { recursive: true });
    const file = await image(page, "blue.png", "image/png");
    writeFileSync(join(folder, "one.png"), file.buffer);
    writeFileSync(join(folder, "two.png"), file.buffer);
  });

  test.afterEach(() => {
    if (existsSync(folder)) {
      rmSync(folder, { recursive: true });
    }
  });

  test("shows thumbnails with dimensions and publishes the chosen image", async ({
    drawer,
    page,
  }) => {
    await drawer.open("images");
    const item = page.getByTestId(`image-item-${PREFIX}walk~one.png`);
    await expect(item).toContainText("200 × 100");
    await expect
      .poll(() => item.locator("img").evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(0);
    await item.click();
    const stream = `image-${PREFIX}walk-one`;
    await drawer.expectChosen(stream);
    expect(await shownPixel(page, stream, [200, 100])).toEqual([0x20, 0x60, 0xc0]);
  });

  test("plays a folder as a slide show", async ({ drawer, gateway, page }) => {
    await drawer.open("images");
    await page.locator("image-library").getByLabel("Images per second").selectOption("5");
    await page.getByTestId(`slideshow-${PREFIX}walk`).click();
    await drawer.expectChosen(`${PREFIX}walk`);
    expect(await gateway.source(`${PREFIX}walk`)).toMatchObject({
      uri: `images:${PREFIX}walk`,
      fps: 5,
      loop: true,
    });
    await gateway.expectFrames(`${PREFIX}walk`);
  });
});
