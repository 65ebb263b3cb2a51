import { readFile } from "node:fs/promises";
import {
  colourfulness,
  contrast,
  difference,
  expect,
  photo,
  pixels,
  setHidden,
  test,
  withPipeline,
} from "./dashboard";

const COMPARISON = "stream:camera,pipeline:camera-edges";

test("begins with a live stream beside its pipeline", async ({ dashboard, page }) => {
  await page.goto("/");
  await expect(dashboard.cards).toHaveCount(1);
  await expect(page).toHaveURL(/#show=stream:[^,]+,pipeline:/);
  await dashboard.expectMoving(dashboard.raw);
  await dashboard.expectMoving(dashboard.processed);
});

test("draws raw and processed frames that move", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera", "pipeline:camera-edges");
  for (const picture of [dashboard.raw, dashboard.processed]) {
    await dashboard.expectMoving(picture);
    expect(contrast(await pixels(picture))).toBeGreaterThan(20);
    await dashboard.expectChanging(picture);
  }
  const [raw, processed] = [await pixels(dashboard.raw), await pixels(dashboard.processed)];
  expect(difference(raw, processed)).toBeGreaterThan(20);
  expect(colourfulness(raw)).toBeGreaterThan(20);
  expect(colourfulness(processed)).toBeLessThanOrEqual(2);
  expect(dashboard.errors).toEqual([]);
  expect(await page.title()).toBe("Darkroom");
});

for (const [panels, columns] of [
  [1, 1],
  [2, 2],
  [4, 2],
  [6, 3],
  [9, 3],
] as const) {
  test(`shows ${panels} panels in ${columns} columns`, async ({ dashboard, page }) => {
    await dashboard.open(...Array(panels).fill("pipeline:samples-soft"));
    await expect(page.getByTestId("video-grid")).toHaveAttribute("data-columns", String(columns));
    const lefts = await dashboard.cards.evaluateAll((all) => [
      ...new Set(all.map((card) => Math.round(card.getBoundingClientRect().left))),
    ]);
    expect(lefts).toHaveLength(columns);
    for (let number = 1; number <= panels; number++) {
      await expect(dashboard.card(number)).toBeVisible();
    }
  });
}

test("shows nine panels of an address with more", async ({ dashboard, page }) => {
  await page.goto(`/#${Array(12).fill("show=stream:camera").join("&")}`);
  await expect(dashboard.cards).toHaveCount(9);
});

test("selects a panel by click and by keyboard", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera", "pipeline:samples-soft", "stream:samples");
  await expect(dashboard.card(1)).toHaveAttribute("aria-current", "true");
  await dashboard
    .card(2)
    .getByTestId("panel-raw")
    .or(dashboard.card(2).getByTestId("panel-processed"))
    .click();
  await expect(dashboard.card(2)).toHaveAttribute("aria-current", "true");
  await expect(dashboard.card(1)).toHaveAttribute("aria-current", "false");
  await expect(page.getByTestId("selected-title")).toHaveText("samples-soft");
  await dashboard.cards.nth(2).getByTestId("panel-move").focus();
  await expect(page.getByTestId("selected-title")).toHaveText("samples-soft");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("selected-title")).toHaveText("samples (raw)");
  await expect(page).toHaveURL(/selected=3/);
});

test("removes panels and never uses their numbers again", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera", "pipeline:camera-edges", "stream:samples");
  await dashboard.card(3).getByTestId("source-close-button").click();
  await expect(dashboard.cards).toHaveCount(2);
  await dashboard.card(1).getByTestId("source-close-button").click();
  await expect(dashboard.card(2)).toHaveAttribute("aria-current", "true");
  await page.goBack();
  await expect(dashboard.cards).toHaveCount(2);
  await expect(dashboard.card(1)).toHaveCount(0);
  await expect(dashboard.card(4)).toBeVisible();
});

test("says what to do when the last panel is removed", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera");
  await dashboard.card(1).getByTestId("source-close-button").click();
  await expect(page.getByRole("heading", { name: "No panels" })).toBeVisible();
  await page.getByRole("button", { name: "Add a panel" }).click();
  await expect(page.getByTestId("source-drawer")).toBeVisible();
});

test("reorders by keyboard, keeps the focus and announces it", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera", "pipeline:samples-soft", "stream:samples");
  const handle = dashboard.cards.getByTestId("panel-move").first();
  await handle.focus();
  await page.keyboard.press("ArrowRight");
  await expect
    .poll(() => dashboard.shown())
    .toEqual(["pipeline:samples-soft", "stream:camera", "stream:samples"]);
  await page.keyboard.press("ArrowRight");
  await expect
    .poll(() => dashboard.shown())
    .toEqual(["pipeline:samples-soft", "stream:samples", "stream:camera"]);
  await expect(page.getByText("camera (raw) moved to place 3 of 3")).toHaveCount(1);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect
    .poll(() => dashboard.shown())
    .toEqual(["pipeline:samples-soft", "stream:camera", "stream:samples"]);
  await expect(page).toHaveURL(
    /#show=pipeline:samples-soft&show=stream:camera&show=stream:samples/,
  );
});

test("reorders by drag and drop", async ({ dashboard }) => {
  await dashboard.open("stream:camera", "pipeline:samples-soft", "stream:samples");
  const [first, last] = [dashboard.cards.first(), dashboard.cards.last()];
  await first.getByTestId("panel-move").dragTo(last);
  await expect
    .poll(() => dashboard.shown())
    .toEqual(["pipeline:samples-soft", "stream:samples", "stream:camera"]);
});

test("goes on drawing after a panel was moved", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera", "pipeline:samples-soft");
  await dashboard.expectMoving(dashboard.raw);
  await dashboard.cards.getByTestId("panel-move").first().press("ArrowRight");
  await expect.poll(() => dashboard.shown()).toEqual(["pipeline:samples-soft", "stream:camera"]);
  await dashboard.expectMoving(dashboard.raw);
  await dashboard.expectChanging(dashboard.raw);
  await expect(page.getByText("Waiting for the first frame")).toHaveCount(0);
});

test("keeps the layout over a reload and in a shared link", async ({
  dashboard,
  page,
  browser,
}) => {
  await dashboard.open("stream:samples", COMPARISON);
  await dashboard.cards.nth(1).getByTestId("panel-move").click();
  await expect(page).toHaveURL(/selected=2/);
  await page.reload();
  await expect(dashboard.cards).toHaveCount(2);
  await expect(dashboard.card(2)).toHaveAttribute("aria-current", "true");
  const other = await browser.newPage();
  await other.goto(page.url());
  await expect(other.getByTestId("video-source-card")).toHaveCount(2);
  await expect(other.getByTestId("split")).toHaveCount(1);
  await other.close();
});

test("reads the addresses of earlier versions", async ({ dashboard, page }) => {
  await page.goto("/#stream=camera&pipeline=camera-edges");
  await dashboard.expectMoving(dashboard.processed);
  await expect(page.getByTestId("selected-title")).toHaveText("camera (raw) | camera-edges");
});

test("shows something else in a panel", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera");
  await dashboard.card(1).getByTestId("panel-view").selectOption("pipeline:camera-edges");
  await expect(page).toHaveURL(/#show=pipeline:camera-edges$/);
  await dashboard.expectMoving(dashboard.processed);
  await expect(page.getByTestId("panel-raw")).toHaveCount(0);
});

test("pauses a panel and goes on", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera", "pipeline:camera-edges");
  await dashboard.expectMoving(dashboard.raw);
  await dashboard.card(1).getByTestId("pause").click();
  await expect(dashboard.card(1).getByText("Paused")).toBeVisible();
  const lost = async () => parseInt(await page.getByTestId("panel-lost").first().innerText(), 10);
  const before = await lost();
  await dashboard.expectStill(dashboard.raw);
  await dashboard.expectMoving(dashboard.processed);
  await dashboard.card(1).getByRole("button", { name: "Resume" }).click();
  await dashboard.expectMoving(dashboard.raw);
  // Some may be lost on a busy machine, but not all those of the pause.
  expect((await lost()) - before).toBeLessThan(20);
});

test("saves the newest frame to a file, in full size", async ({ dashboard, page }) => {
  await dashboard.open(...Array(9).fill("pipeline:samples-soft"));
  await dashboard.expectMoving(dashboard.processed, 1);
  const download = page.waitForEvent("download");
  await dashboard.card(1).getByTestId("snapshot").click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^samples-soft-.*\.jpg$/);
  const saved = await readFile(await file.path());
  const size = await page.evaluate(async (jpeg) => {
    const bytes = Uint8Array.from(atob(jpeg), (character) => character.charCodeAt(0));
    const { width, height } = await createImageBitmap(new Blob([bytes]));
    return [width, height];
  }, saved.toString("base64"));
  expect(size).toEqual([800, 500]);
});

test("saves the picture of a paused panel", async ({ dashboard, page }) => {
  await dashboard.open("pipeline:camera-edges");
  await dashboard.expectMoving(dashboard.processed);
  await dashboard.card(1).getByTestId("pause").click();
  await dashboard.expectStill(dashboard.processed);
  const download = page.waitForEvent("download");
  await dashboard.card(1).getByTestId("snapshot").click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^camera-edges-.*\.png$/);
  const saved = (await readFile(await file.path())).toString("base64");
  const differs = await dashboard.processed.evaluate(async (canvas: HTMLCanvasElement, png) => {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const pixelsOf = (picture: CanvasImageSource) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const context = copy.getContext("2d")!;
      context.drawImage(picture, 0, 0);
      return context.getImageData(0, 0, canvas.width, canvas.height).data;
    };
    const [one, other] = [pixelsOf(image), pixelsOf(canvas)];
    return image.width !== canvas.width || one.some((value, at) => value !== other[at]);
  }, saved);
  expect(differs).toBe(false);
});

test("receives frames in the size that a panel shows", async ({ dashboard, page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await dashboard.open(...Array(9).fill("pipeline:samples-soft"));
  await dashboard.expectMoving(dashboard.processed, 1);
  const width = () => dashboard.processed.evaluate((canvas: HTMLCanvasElement) => canvas.width);
  const shown = (await dashboard.processed.boundingBox())!.width;
  expect(await width()).toBeLessThan(800);
  expect(await width()).toBeGreaterThanOrEqual(shown);
  await dashboard.card(1).getByTestId("full-screen").click();
  await expect.poll(width).toBe(800);
});

test("fills the screen with a panel and comes back", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera", "stream:samples");
  await dashboard.card(1).getByTestId("full-screen").click();
  const filled = () => page.evaluate(() => document.fullscreenElement !== null);
  await expect.poll(filled).toBe(true);
  await dashboard.expectMoving(dashboard.raw);
  await dashboard.card(1).getByTestId("full-screen").click();
  await expect.poll(filled).toBe(false);
});

test("shows live numbers", async ({ dashboard, page }) => {
  await dashboard.open(COMPARISON);
  const card = dashboard.card(1);
  await expect(card.getByTestId("panel-fps")).toHaveText(/^[1-9][0-9.]* \/ [1-9][0-9.]* fps$/);
  await expect(card.getByTestId("panel-latency")).toHaveText(/^\d+ \/ \d+ ms$/);
  await expect(card.getByTestId("panel-accelerator")).toHaveText(/CPU|NVIDIA|stand-in/);
  await expect(page.getByTestId("stat-revision")).toHaveText(/^[1-9]\d*$/);
  await expect(page.getByTestId("stat-size")).toHaveText("640 × 360");
  await expect(page.getByTestId("stat-times")).toContainText("sobel");
});

test("moves the split by keyboard", async ({ dashboard, page }) => {
  await dashboard.open(COMPARISON);
  const clip = () =>
    page.locator("split-view .right").evaluate((right) => getComputedStyle(right).clipPath);
  expect(await clip()).toBe("inset(0px 0px 0px 50%)");
  await page.getByTestId("split").press("ArrowLeft");
  expect(await clip()).toBe("inset(0px 0px 0px 49%)");
  await page.getByTestId("split").press("Home");
  expect(await clip()).toBe("inset(0px 0px 0px 0%)");
});

test("moves the split by pointer, under the pointer", async ({ dashboard, page }) => {
  await dashboard.open(COMPARISON);
  await dashboard.expectMoving(dashboard.processed, 1);
  const box = (await page.locator("split-view").boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  const line = (await page.locator("split-view .line").boundingBox())!;
  expect(Math.abs(line.x + 1 - (box.x + box.width / 4))).toBeLessThan(box.width / 100 + 2);
});

test("shows the processed picture at the right of the split only", async ({ dashboard, page }) => {
  await dashboard.open(COMPARISON);
  await dashboard.expectMoving(dashboard.raw, 1);
  await dashboard.expectMoving(dashboard.processed, 1);
  const screen = await page.locator("split-view").screenshot();
  const [left, right] = await page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    return [0, 0.6].map((at) => {
      const width = image.width * 0.4;
      const { data } = context.getImageData(image.width * at, 0, width, image.height);
      let coloured = 0;
      for (let i = 0; i < data.length; i += 4) {
        coloured += Math.abs(data[i]! - data[i + 2]!) > 8 ? 1 : 0;
      }
      return coloured / (data.length / 4);
    });
  }, screen.toString("base64"));
  expect(left).toBeGreaterThan(0.5);
  expect(right).toBeLessThan(0.05);
});

test("compares two pipelines of a stream", async ({ dashboard, page, request }) => {
  await withPipeline(request, "compared", "invert", async () => {
    await dashboard.open("pipeline:camera-edges");
    await page.getByTestId("compare-with").selectOption("pipeline:compared");
    await expect(page).toHaveURL(/#show=pipeline:camera-edges,pipeline:compared$/);
    for (const picture of await page.getByTestId("panel-processed").all()) {
      await dashboard.expectMoving(picture);
    }
    await page.getByTestId("compare-with").selectOption({ label: "nothing" });
    await expect(page.getByTestId("split")).toHaveCount(0);
  });
});

test("compares with the raw stream at a click", async ({ dashboard, page }) => {
  await dashboard.open("pipeline:camera-edges");
  await dashboard.card(1).getByTestId("compare").click();
  await expect(page).toHaveURL(/#show=stream:camera,pipeline:camera-edges$/);
  await dashboard.expectMoving(dashboard.raw);
  await dashboard.card(1).getByTestId("compare").click();
  await expect(page).toHaveURL(/#show=pipeline:camera-edges$/);
});

test("explains why a stream without a pipeline cannot be compared", async ({
  dashboard,
  page,
  request,
}) => {
  await page.goto("/");
  const data = await photo(page);
  await request.post("/v1/streams/lonely/frames", {
    data,
    headers: { "content-type": "image/jpeg" },
  });
  await dashboard.open("stream:lonely");
  await expect(page.getByTestId("selected-title")).toHaveText("lonely (raw)");
  await page.getByTestId("compare").click();
  await expect(page.getByTestId("toast")).toContainText("no pipeline");
});

test("says that a pipeline is gone, and shows it when it is back", async ({
  dashboard,
  page,
  request,
}) => {
  await withPipeline(request, "brief", "invert", async () => {
    await dashboard.open("pipeline:brief");
    await dashboard.expectMoving(dashboard.processed);
    await request.delete("/v1/pipelines/brief");
    await expect(page.getByText("No such stream or pipeline")).toBeVisible();
    await request.put("/v1/pipelines/brief", { data: { streamId: "camera", chain: "invert" } });
    await expect(page.getByText("No such stream or pipeline")).toHaveCount(0);
    await dashboard.expectMoving(dashboard.processed);
  });
});

test("draws without OffscreenCanvas in a worker", async ({ dashboard, page }) => {
  await page.addInitScript(() => {
    delete (HTMLCanvasElement.prototype as Partial<HTMLCanvasElement>).transferControlToOffscreen;
  });
  await dashboard.open("pipeline:camera-edges");
  await dashboard.expectMoving(dashboard.processed);
  expect(contrast(await pixels(dashboard.processed))).toBeGreaterThan(20);
  await dashboard.expectChanging(dashboard.processed);
});

test("stops while the page is hidden", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera");
  await dashboard.expectMoving(dashboard.raw);
  const ended = page.waitForEvent("requestfailed", (request) =>
    request.url().endsWith("WatchStreams"),
  );
  await setHidden(page, true);
  await ended;
  await dashboard.expectStill(dashboard.raw);
  await setHidden(page, false);
  await dashboard.expectMoving(dashboard.raw);
});

test("panels off the screen receive nothing", async ({ dashboard, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await dashboard.open(
    "stream:camera",
    "stream:samples",
    "stream:samples",
    "pipeline:camera-edges",
  );
  await dashboard.expectMoving(dashboard.raw);
  await dashboard.processed.scrollIntoViewIfNeeded();
  await dashboard.expectMoving(dashboard.processed);
  await dashboard.raw.evaluate((canvas) => canvas.scrollIntoView());
  await dashboard.expectMoving(dashboard.raw);
  await dashboard.expectStill(dashboard.processed);
});

test("two panels of one stream show it independently", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera", "stream:camera");
  const pictures = page.getByTestId("panel-raw");
  await dashboard.expectMoving(pictures.first());
  await dashboard.card(1).getByTestId("pause").click();
  await dashboard.expectStill(pictures.first());
  await dashboard.expectMoving(pictures.last());
});
