import AxeBuilder from "@axe-core/playwright";
import {
  colourfulness,
  contrast,
  count,
  difference,
  expect,
  photo,
  pixels,
  setHidden,
  test,
} from "./dashboard";

test("lists live streams", async ({ dashboard, page }) => {
  await page.goto("/");
  const list = page.getByTestId("stream-list");
  await expect(list.getByText("camera", { exact: true })).toBeVisible();
  await expect(list.getByText("samples", { exact: true })).toBeVisible();
  await expect(dashboard.item("camera")).toContainText("live");
});

test("draws raw and processed frames that move", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  for (const panel of [dashboard.raw, dashboard.processed]) {
    await dashboard.expectMoving(panel);
    expect(contrast(await pixels(panel))).toBeGreaterThan(20);
    await dashboard.expectChanging(panel);
  }
  expect(
    difference(await pixels(dashboard.raw), await pixels(dashboard.processed)),
  ).toBeGreaterThan(20);
  await expect(page.getByTestId("stat-fps")).toHaveText(/^[1-9][0-9.]*$/);
  await expect(page.getByTestId("stat-latency")).toHaveText(/^\d+$/);
  await expect(page.getByTestId("stat-accelerator")).toHaveText(/^(cpu|cuda)/);
  expect(dashboard.errors).toEqual([]);
  if (process.env.SCREENSHOT) {
    await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
  }
});

test("marks the error in a bad chain and keeps the old one", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  await dashboard.expectMoving(dashboard.processed, 1);
  const revision = await dashboard.processed.getAttribute("data-revision");
  await dashboard.apply("gaussian_blur(sigma=-1)");
  const error = page.getByTestId("chain-error");
  await expect(error).toContainText("column 21");
  await expect(error.locator("mark")).toHaveText("-1");
  await expect(page.getByTestId("chain-status")).toContainText("stays in force");
  await dashboard.expectMoving(dashboard.processed);
  expect(await dashboard.processed.getAttribute("data-revision")).toBe(revision);
  await dashboard.chain.press("Escape");
  await expect(error).toHaveCount(0);
  await expect(dashboard.chain).not.toHaveValue("gaussian_blur(sigma=-1)");
});

test("brings a new chain into force", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  await dashboard.expectMoving(dashboard.processed, 1);
  const before = Number(await dashboard.processed.getAttribute("data-revision"));
  const chain = await dashboard.chain.inputValue();
  try {
    await dashboard.apply("grayscale | invert");
    await expect
      .poll(async () => Number(await dashboard.processed.getAttribute("data-revision")))
      .toBeGreaterThan(before);
    const revision = await dashboard.processed.getAttribute("data-revision");
    await expect(page.getByTestId("chain-status")).toHaveText(`revision ${revision} in force`);
    await expect(page.getByTestId("stat-revision")).toHaveText(String(revision));
    await dashboard.expectMoving(dashboard.processed);
    const gray = await pixels(dashboard.processed);
    expect(colourfulness(gray)).toBeLessThanOrEqual(2);
    expect(contrast(gray)).toBeGreaterThan(20);
    expect(colourfulness(await pixels(dashboard.raw))).toBeGreaterThan(20);
    expect(dashboard.errors).toEqual([]);
  } finally {
    await dashboard.apply(chain);
    await expect(page.getByTestId("chain-status")).toHaveText(/^revision \d+ in force$/);
  }
});

test("switches to the selected stream and puts it into the address", async ({
  dashboard,
  page,
}) => {
  await dashboard.open("camera");
  await dashboard.expectMoving(dashboard.raw, 1);
  await dashboard.item("samples").click();
  await expect(dashboard.item("samples")).toHaveAttribute("aria-current", "true");
  await expect(page.getByTestId("pipeline-select")).toHaveValue("samples-soft");
  await dashboard.expectMoving(dashboard.raw, 2);
  await dashboard.expectMoving(dashboard.processed, 2);
  await expect(page).toHaveURL(/stream=samples&pipeline=samples-soft/);
  await page.reload();
  await expect(dashboard.item("samples")).toHaveAttribute("aria-current", "true");
  await page.goBack();
  await expect(dashboard.item("camera")).toHaveAttribute("aria-current", "true");
});

test("shows a single panel", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  await page.getByLabel("raw", { exact: true }).check({ force: true });
  await expect(dashboard.processed).toHaveCount(0);
  await dashboard.expectMoving(dashboard.raw);
  await page.getByLabel("processed", { exact: true }).check({ force: true });
  await expect(dashboard.raw).toHaveCount(0);
  await dashboard.expectMoving(dashboard.processed);
});

test("appends a filter from the reference to the chain", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  await expect(dashboard.chain).not.toHaveValue("");
  const chain = await dashboard.chain.inputValue();
  await page.getByText("Filters", { exact: true }).click();
  await page.getByTestId("filter-list").locator('[data-filter-id="invert"]').click();
  await expect(dashboard.chain).toHaveValue(`${chain} | invert`);
  await expect(dashboard.chain).toBeFocused();
});

test("shows that the gateway is unreachable, and recovers", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  await expect(page.getByTestId("banner")).toHaveCount(0);
  await page.route("**/WatchStreams", (route) => route.abort());
  // Open calls are not affected: only the next watch, after the page was hidden, fails.
  await setHidden(page, true);
  await setHidden(page, false);
  await expect(page.getByTestId("banner")).toContainText("unreachable");
  await dashboard.expectMoving(dashboard.raw);
  await page.unroute("**/WatchStreams");
  await expect(page.getByTestId("banner")).toHaveCount(0);
});

test("adds a pipeline to a stream without one", async ({ dashboard, page, request }) => {
  await page.goto("/");
  const data = await photo(page);
  const publish = () =>
    request.post("/v1/streams/still/frames", { data, headers: { "content-type": "image/jpeg" } });
  try {
    expect((await publish()).ok()).toBe(true);
    await dashboard.open("still");
    await expect(page.getByTestId("chain-status")).toHaveText("no pipeline yet");
    await dashboard.apply("invert");
    await expect(page.getByTestId("pipeline-select")).toHaveValue("still-view");
    await expect
      .poll(async () => {
        await publish();
        return page.getByTestId("chain-status").textContent();
      })
      .toMatch(/^revision \d+ in force$/);
  } finally {
    await request.delete("/v1/pipelines/still-view");
  }
});

test("watches the streams with one call instead of polling", async ({
  dashboard,
  page,
  request,
}) => {
  await dashboard.open("camera");
  await dashboard.expectMoving(dashboard.raw, 1);
  const data = await photo(page);
  const requested: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  // Use a new stream: the status of an existing one may not change for a while.
  const id = `followed-${Date.now()}`;
  const headers = { "content-type": "image/jpeg" };
  await request.post(`/v1/streams/${id}/frames`, { data, headers });
  await expect(dashboard.item(id)).toBeVisible();
  expect(requested.filter((url) => /WatchStreams|ListStreams|v1\/streams$/.test(url))).toEqual([]);
});

test("shows the errors of a source", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  await page.getByText("Sources", { exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("-lobby");
  await page.getByTestId("source-add").click();
  const error = page.getByTestId("source-error");
  await expect(error).toContainText("sourceId");
  await expect(error).toContainText("uri");
});

test("draws without OffscreenCanvas", async ({ dashboard, page }) => {
  await page.addInitScript(() => {
    delete (HTMLCanvasElement.prototype as Partial<HTMLCanvasElement>).transferControlToOffscreen;
  });
  await dashboard.open("camera");
  await dashboard.expectMoving(dashboard.processed);
  expect(contrast(await pixels(dashboard.processed))).toBeGreaterThan(20);
  await dashboard.expectChanging(dashboard.processed);
});

test("stops while the page is hidden", async ({ dashboard, page }) => {
  await dashboard.open("camera");
  await dashboard.expectMoving(dashboard.raw);
  const ended = page.waitForEvent("requestfailed", (request) =>
    request.url().endsWith("WatchStreams"),
  );
  await setHidden(page, true);
  await ended;
  // A frame in flight may still be drawn. After that, nothing is drawn or requested.
  await expect
    .poll(async () => {
      const before = await count(dashboard.raw);
      const request = await page.waitForRequest("**/*", { timeout: 2500 }).catch(() => undefined);
      return [(await count(dashboard.raw)) - before, request?.url()];
    })
    .toEqual([0, undefined]);
  await setHidden(page, false);
  await dashboard.expectMoving(dashboard.raw);
});

for (const [width, height] of [
  [1440, 900],
  [360, 740],
] as const) {
  test(`is accessible and fits the screen at ${width} pixels`, async ({ dashboard, page }) => {
    await page.setViewportSize({ width, height });
    await dashboard.open("camera");
    await dashboard.expectMoving(dashboard.processed, 1);
    await dashboard.apply("gaussian_blur(sigma=-1)");
    await expect(page.getByTestId("chain-error")).toBeVisible();
    await page.getByText("Filters", { exact: true }).click();
    await page.getByText("Sources", { exact: true }).click();
    await page.getByText("Videos", { exact: true }).click();
    await expect(page.getByTestId("source-add")).toBeVisible();
    await expect(page.getByTestId("upload-file")).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(
      ({ impact }) => impact === "serious" || impact === "critical",
    );
    expect(serious.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
}
