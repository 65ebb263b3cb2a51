import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { colourfulness, contrast, difference } from "./dashboard";
import { expect, test } from "./filters-panel";

test("lists every filter of the catalogue", async ({ filters, page, request }) => {
  await filters.open("");
  const { filters: known } = await (await request.get("/v1/filters")).json();
  await page.getByTestId("filter-add").click();
  const options = page.getByTestId("filter-list").getByRole("option");
  await expect(options).toHaveCount(known.length);
  const shown = await options.evaluateAll((all) => all.map((one) => one.dataset.filterId));
  expect(shown.sort()).toEqual(known.map(({ id }: { id: string }) => id).sort());
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("filter-add")).toBeFocused();
});

test("searches by title, id and description", async ({ filters, page }) => {
  await filters.open("");
  await page.getByTestId("filter-add").click();
  const search = page.getByTestId("filter-search-input");
  await expect(search).toBeFocused();
  await search.fill("gauss");
  await expect(page.getByTestId("filter-list").getByRole("option")).toHaveCount(1);
  await search.fill("brightness as colour");
  await expect(page.getByTestId("filter-option-color_map")).toBeVisible();
  await search.fill("no such filter");
  await expect(page.getByText("No filter matches “no such filter”.")).toBeVisible();
});

test("adds a filter by keyboard alone, and focuses its first setting", async ({
  filters,
  page,
}) => {
  await filters.open("invert");
  await page.getByTestId("filter-add").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("blur");
  const first = page.getByTestId("filter-list").getByRole("option", { selected: true });
  const before = await first.getAttribute("data-filter-id");
  await page.keyboard.press("ArrowDown");
  await expect(first).not.toHaveAttribute("data-filter-id", before!);
  const chosen = await first.getAttribute("data-filter-id");
  await page.keyboard.press("Enter");
  await filters.expectChain(`invert | ${chosen}`);
  await expect(filters.card(chosen!)).toContainText("Kernel size");
  const focused = page.locator(`[data-testid^="filter-parameter-${chosen}-"]:focus`);
  await expect(focused).toHaveCount(1);
});

test("shows what a new filter does to the picture", async ({ filters, page }) => {
  await filters.open("");
  await expect(page.getByTestId("filter-empty")).toBeVisible();
  expect(colourfulness(await filters.drawn())).toBeGreaterThan(20);
  await filters.add("grayscale");
  await filters.expectChain("grayscale");
  expect(colourfulness(await filters.drawn())).toBeLessThanOrEqual(2);
  await expect(filters.status).toHaveText(/^revision \d+ in force$/);
});

test("switches a filter off and on", async ({ filters, page }) => {
  await filters.open("grayscale | threshold(value=90)");
  const two = await filters.drawn();
  expect(contrast(two)).toBeGreaterThan(200);
  await page.getByTestId("filter-checkbox-grayscale").uncheck();
  await filters.expectChain("threshold(value=90)");
  expect(colourfulness(await filters.drawn())).toBeGreaterThan(200);
  expect(await filters.order()).toEqual(["grayscale", "threshold"]);
  await page.reload();
  await expect(page.getByTestId("filter-checkbox-grayscale")).not.toBeChecked();
  await page.getByTestId("filter-checkbox-grayscale").check();
  await filters.expectChain("grayscale | threshold(value=90)");
  expect(colourfulness(await filters.drawn())).toBeLessThanOrEqual(2);
});

test("changes a select with few options by radio buttons", async ({ filters }) => {
  await filters.open("flip");
  await filters.unfold("flip");
  await expect(filters.parameter("flip", "direction")).toHaveRole("radiogroup");
  await filters.parameter("flip", "direction-vertical").check();
  await filters.expectChain("flip(direction=vertical)");
});

test("changes a select with many options", async ({ filters }) => {
  await filters.open("color_map");
  await filters.unfold("color_map");
  const before = await filters.drawn();
  await filters.parameter("color_map", "map").selectOption("bone");
  await filters.expectChain("color_map(map=bone)");
  expect(difference(before, await filters.drawn())).toBeGreaterThan(60);
});

test("changes a range by slider and by number", async ({ filters }) => {
  await filters.open("gaussian_blur");
  await filters.unfold("gaussian_blur");
  const slider = filters.parameter("gaussian_blur", "sigma");
  await slider.focus();
  await slider.press("ArrowRight");
  await filters.expectChain("gaussian_blur(sigma=1.6)");
  const box = filters.parameter("gaussian_blur", "sigma-box");
  await expect(box).toHaveValue("1.6");
  await box.fill("");
  await box.pressSequentially("7.250");
  await filters.expectChain("gaussian_blur(sigma=7.250)");
  await box.press("Tab");
  await filters.expectChain("gaussian_blur(sigma=7.25)");
  await filters.parameter("gaussian_blur", "sigma-reset").click();
  await filters.expectChain("gaussian_blur");
  await expect(slider).toBeFocused();
});

test("changes a number and a checkbox", async ({ filters }) => {
  await filters.open("canny");
  await filters.unfold("canny");
  await filters.parameter("canny", "low").fill("20");
  await filters.expectChain("canny(low=20)");
  await filters.parameter("canny", "l2_gradient").check();
  await filters.expectChain("canny(low=20, l2_gradient=true)");
});

test("explains a value out of range and uses the nearest, without sending the bad one", async ({
  filters,
}) => {
  await filters.open("median_blur");
  await filters.unfold("median_blur");
  const sent = filters.recordPuts();
  const box = filters.parameter("median_blur", "kernel_size-box");
  await box.fill("600");
  await expect(filters.card("median_blur")).toContainText("from 3 to 7 in steps of 2");
  await expect(box).toHaveAttribute("aria-invalid", "true");
  await box.press("Enter");
  await expect(box).toHaveValue("7");
  await expect(filters.card("median_blur")).toContainText("7 is used");
  await filters.expectChain("median_blur(kernel_size=7)");
  expect(sent).toEqual(["median_blur(kernel_size=7)"]);
});

test("changes texts and colours in the chain's syntax", async ({ filters, page }) => {
  const parameters = [
    { id: "words", type: "text", title: "Words", defaultValue: "", maxLength: 40 },
    { id: "ink", type: "colour", title: "Ink", defaultValue: "#ffffff" },
  ];
  await page.route("**/v1/filters", async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    json.filters.push({ id: "caption", title: "Caption", description: "Writes.", parameters });
    await route.fulfill({ response: answer, json });
  });
  const sent: string[] = [];
  await filters.open("");
  const known = await filters.stored();
  await page.route(`**/v1/pipelines/${filters.id}`, async (route) => {
    const { chain } = route.request().postDataJSON();
    sent.push(chain);
    await route.fulfill({ json: { ...known, chain, revision: 100 + sent.length } });
  });
  await filters.add("caption");
  await filters.parameter("caption", "words").fill('a "b" | c');
  await expect.poll(() => sent.at(-1)).toBe('caption(words="a \\"b\\" | c")');
  await filters.parameter("caption", "words").fill("");
  await filters.parameter("caption", "ink").fill("#c0804");
  await expect(filters.card("caption")).toContainText("a colour such as #c08040");
  await filters.parameter("caption", "ink").fill("#c08040");
  await expect.poll(() => sent.at(-1)).toBe("caption(ink=#c08040)");
  await expect(filters.parameter("caption", "ink-picker")).toHaveValue("#c08040");
  await filters.parameter("caption", "ink-picker").fill("#102030");
  await expect.poll(() => sent.at(-1)).toBe("caption(ink=#102030)");
  expect(sent.every((chain) => !chain.includes("#c0804)"))).toBe(true);
});

test("moves a filter by keyboard and says where it is", async ({ filters, page }) => {
  await filters.open("grayscale | invert | flip");
  const handle = page.getByTestId("filter-handle-grayscale");
  await handle.focus();
  await handle.press("ArrowDown");
  await filters.expectChain("invert | grayscale | flip");
  await expect(page.getByTestId("filter-announcement")).toHaveText("Grayscale is now 2 of 3.");
  await expect(handle).toBeFocused();
  await handle.press("End");
  await filters.expectChain("invert | flip | grayscale");
  await page.getByTestId("filter-toggle-flip").press("Alt+ArrowUp");
  await filters.expectChain("flip | invert | grayscale");
});

test("adds, changes, moves and removes a filter by keyboard alone", async ({ filters, page }) => {
  await filters.open("invert");
  await page.getByTestId("filter-handle-invert").focus();
  // Handle, checkbox, title and removal of the card; then the button to add another.
  for (let tab = 0; tab < 4; tab++) {
    await page.keyboard.press("Tab");
  }
  await expect(page.getByTestId("filter-add")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("posterize");
  await page.keyboard.press("Enter");
  await expect(filters.parameter("posterize", "levels")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await filters.expectChain("invert | posterize(levels=5)");
  await page.keyboard.press("Alt+ArrowUp");
  await filters.expectChain("posterize(levels=5) | invert");
  await expect(page.getByTestId("filter-handle-posterize")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await filters.expectChain("invert");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("filter-card")).toHaveCount(1);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await filters.expectChain("posterize(levels=5) | invert");
});

test("moves a filter by dragging its handle", async ({ filters, page }) => {
  await filters.open("grayscale | invert | flip");
  const from = (await page.getByTestId("filter-handle-grayscale").boundingBox())!;
  const to = (await filters.card("flip").boundingBox())!;
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, to.y + to.height - 6, { steps: 8 });
  await page.mouse.up();
  await filters.expectChain("invert | flip | grayscale");
});

test("gives a drag up with Escape", async ({ filters, page }) => {
  await filters.open("grayscale | invert");
  const from = (await page.getByTestId("filter-handle-grayscale").boundingBox())!;
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y + 120, { steps: 5 });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  expect(await filters.order()).toEqual(["grayscale", "invert"]);
  await filters.expectChain("grayscale | invert");
});

test("has the same filter twice, and removes one of them", async ({ filters, page }) => {
  await filters.open("gaussian_blur(sigma=1) | gaussian_blur(sigma=9)");
  await filters.card("gaussian_blur", 0).getByTestId("filter-remove-gaussian_blur").click();
  await filters.expectChain("gaussian_blur(sigma=9)");
  await expect(page.getByTestId("filter-handle-gaussian_blur")).toBeFocused();
  await page.getByTestId("filter-remove-gaussian_blur").click();
  await filters.expectChain("");
  await expect(page.getByTestId("filter-empty")).toBeVisible();
  await expect(page.getByTestId("filter-add")).toBeFocused();
});

test("undoes and redoes by buttons and keys", async ({ filters, page }) => {
  await filters.open("invert");
  await expect(page.getByTestId("filter-undo")).toBeDisabled();
  await filters.add("grayscale");
  await filters.expectChain("invert | grayscale");
  await page.getByTestId("filter-remove-invert").click();
  await filters.expectChain("grayscale");
  await page.keyboard.press("Control+z");
  await filters.expectChain("invert | grayscale");
  await page.getByTestId("filter-undo").click();
  await filters.expectChain("invert");
  await page.keyboard.press("Control+Shift+z");
  await filters.expectChain("invert | grayscale");
  await page.getByTestId("filter-redo").click();
  await filters.expectChain("grayscale");
  await expect(page.getByTestId("filter-redo")).toBeDisabled();
});

test("takes one drag of a slider as one step to undo", async ({ filters, page }) => {
  await filters.open("gamma");
  await filters.unfold("gamma");
  const slider = filters.parameter("gamma", "gamma");
  await slider.focus();
  for (let press = 0; press < 5; press++) {
    await slider.press("ArrowRight");
  }
  await filters.expectChain("gamma(gamma=2.3)");
  await page.getByTestId("filter-undo").click();
  await filters.expectChain("gamma");
});

test("keeps the edits of a pipeline while another panel is selected", async ({ filters, page }) => {
  await filters.open("invert");
  await page.goto(`/#show=pipeline:${filters.id}&show=pipeline:camera-edges`);
  await expect(page.getByTestId("video-source-card")).toHaveCount(2);
  await filters.add("flip");
  await filters.expectChain("invert | flip");
  const cards = page.getByTestId("video-source-card");
  await cards.nth(1).getByTestId("panel-processed").click();
  await expect(filters.panel).toHaveAttribute("data-pipeline-id", "camera-edges");
  await expect(page.getByTestId("filter-undo")).toBeDisabled();
  await cards.nth(0).getByTestId("panel-processed").click();
  await expect(filters.panel).toHaveAttribute("data-pipeline-id", filters.id);
  await page.getByTestId("filter-undo").click();
  await filters.expectChain("invert");
});

test("follows the text while it is typed", async ({ filters }) => {
  await filters.open("invert");
  await filters.chain.fill("invert |  sepia( strength=0.5 )");
  await expect(filters.card("sepia")).toContainText("Strength 0.5");
  await expect
    .poll(async () => (await filters.stored()).chain)
    .toBe("invert | sepia(strength=0.5)");
  await expect(filters.chain).toHaveValue("invert |  sepia( strength=0.5 )");
  await filters.chain.press("Enter");
  await filters.expectChain("invert | sepia(strength=0.5)");
});

test("keeps the cards while the text does not parse, and underlines the place", async ({
  filters,
  page,
}) => {
  await filters.open("invert");
  const sent = filters.recordPuts();
  await filters.chain.fill("invert | sepia(strength 1)");
  await expect(filters.error).toContainText("column 25");
  await expect(page.getByTestId("chain-marks").locator("mark")).toHaveText("1");
  await expect(filters.chain).toHaveAttribute("aria-invalid", "true");
  expect(await filters.order()).toEqual(["invert"]);
  expect(sent).toEqual([]);
  await filters.chain.press("Escape");
  await expect(filters.error).toHaveCount(0);
  await expect(filters.chain).toHaveValue("invert");
});

test("marks what the gateway refuses in text and card, and keeps the old chain in force", async ({
  filters,
  page,
}) => {
  await filters.open("grayscale");
  const before = await filters.stored();
  await filters.chain.fill("grayscale | gaussian_blur(sigma=-1)");
  await filters.chain.press("Enter");
  await expect(filters.error).toContainText("column 33");
  await expect(page.getByTestId("chain-marks").locator("mark")).toHaveText("-1");
  await expect(filters.card("gaussian_blur").getByTestId("card-problem")).toContainText("sigma");
  await expect(filters.card("grayscale").getByTestId("card-problem")).toHaveCount(0);
  await expect(filters.status).toContainText("stays in force");
  expect(await filters.stored()).toEqual(before);
  expect(colourfulness(await filters.drawn())).toBeLessThanOrEqual(2);
  await filters.unfold("gaussian_blur");
  await filters.parameter("gaussian_blur", "sigma-reset").click();
  await filters.expectChain("grayscale | gaussian_blur");
  await expect(filters.error).toHaveCount(0);
});

test("sends a burst of changes in few requests, and the newest wins", async ({ filters }) => {
  await filters.open("gaussian_blur");
  await filters.unfold("gaussian_blur");
  const sent = filters.recordPuts();
  await filters.parameter("gaussian_blur", "sigma").evaluate((slider: HTMLInputElement) => {
    for (let step = 1; step <= 60; step++) {
      slider.value = String(step / 2);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  await filters.expectChain("gaussian_blur(sigma=30)");
  expect(sent.length).toBeLessThanOrEqual(2);
  expect(sent.at(-1)).toBe("gaussian_blur(sigma=30)");
});

test("has one request at a time while a slider moves", async ({ filters, page }) => {
  await filters.open("pixelate");
  await filters.unfold("pixelate");
  let running = 0;
  let most = 0;
  await page.route(`**/v1/pipelines/${filters.id}`, async (route) => {
    most = Math.max(most, ++running);
    await route.continue();
  });
  page.on("requestfinished", (request) => {
    running -= request.method() === "PUT" ? 1 : 0;
  });
  const slider = filters.parameter("pixelate", "block_size");
  await slider.focus();
  for (let press = 0; press < 40; press++) {
    await slider.press("ArrowRight");
  }
  await filters.expectChain("pixelate(block_size=56)");
  expect(most).toBe(1);
});

test("does not let an old answer undo a newer edit", async ({ filters, page }) => {
  await filters.open("invert");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let first = true;
  await page.route(`**/v1/pipelines/${filters.id}`, async (route) => {
    const answer = await route.fetch();
    if (first) {
      first = false;
      await held;
    }
    await route.fulfill({ response: answer });
  });
  await filters.add("grayscale");
  await expect.poll(async () => (await filters.stored()).chain).toBe("invert | grayscale");
  await filters.add("sepia");
  release();
  await filters.expectChain("invert | grayscale | sepia");
});

test("shows what another client changes", async ({ filters, page }) => {
  await filters.open("invert");
  await filters.put("grayscale | flip");
  await expect(filters.chain).toHaveValue("grayscale | flip");
  expect(await filters.order()).toEqual(["grayscale", "flip"]);
  await page.getByTestId("filter-undo").click();
  await filters.expectChain("invert");
});

test("keeps an edit that is not applied when another client changes the chain", async ({
  filters,
}) => {
  await filters.open("invert");
  await filters.chain.fill("grayscale |");
  await filters.put("flip");
  await expect(filters.error).toContainText("column 12");
  await expect(filters.chain).toHaveValue("grayscale |");
  await filters.chain.press("Escape");
  await expect(filters.chain).toHaveValue("flip");
});

test("changes accelerator and output", async ({ filters, page }) => {
  await filters.open("invert");
  await page.getByText("Pipeline settings").click();
  await page.getByTestId("setting-accelerator-cpu").check();
  await expect.poll(async () => (await filters.stored()).accelerator).toBe("cpu");
  await page.getByTestId("setting-encoding-png").check();
  await page.getByTestId("setting-quality-box").fill("55");
  await page.getByTestId("setting-scale-box").fill("0.5");
  await expect
    .poll(async () => (await filters.stored()).output)
    .toEqual({ encoding: "png", quality: 55, scale: 0.5 });
  await filters.drawn();
  await expect
    .poll(() => filters.picture.evaluate((canvas: HTMLCanvasElement) => canvas.width))
    .toBe(320);
  expect((await filters.stored()).chain).toBe("invert");
});

test("switches a pipeline off and on", async ({ filters, page }) => {
  await filters.open("invert");
  await page.getByText("Pipeline settings").click();
  await page.getByTestId("setting-enabled").uncheck();
  await expect.poll(async () => (await filters.stored()).enabled).toBe(false);
  await expect(filters.status).toHaveText("the pipeline is off");
  await page.getByTestId("setting-enabled").check();
  await expect.poll(async () => (await filters.stored()).enabled).toBe(true);
});

test("deletes a pipeline only when confirmed", async ({ filters, page, request }) => {
  await filters.open("invert");
  await page.getByText("Pipeline settings").click();
  await page.getByTestId("pipeline-delete").click();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("pipeline-delete")).toBeFocused();
  expect((await filters.stored()).chain).toBe("invert");
  await page.getByTestId("pipeline-delete").click();
  await page.getByTestId("pipeline-delete-confirm").click();
  await expect
    .poll(async () => (await request.get(`/v1/pipelines/${filters.id}`)).status())
    .toBe(404);
  await expect(page.locator(`[data-pipeline-id="${filters.id}"]`)).toHaveCount(0);
  await expect(page.getByTestId("filter-gone")).toBeVisible();
  await expect(page.getByTestId("toast").last()).toContainText(`${filters.id} deleted`);
});

test("adds a pipeline to a raw stream", async ({ filters, page }) => {
  await page.goto("/#show=stream:camera");
  const name = page.getByTestId("pipeline-id");
  await expect(name).toHaveValue(/^camera-view(-\d+)?$/);
  await name.fill("no such name");
  await page.getByTestId("pipeline-add").click();
  await expect(page.getByTestId("new-pipeline")).toContainText("begin with a letter or digit");
  await name.fill("camera-edges");
  await page.getByTestId("pipeline-add").click();
  await expect(page.getByTestId("new-pipeline")).toContainText("exists already");
  await name.fill(filters.id);
  await page.getByTestId("pipeline-add").click();
  await expect(filters.panel).toHaveAttribute("data-pipeline-id", filters.id);
  await expect(page.getByTestId("filter-add")).toBeFocused();
  expect(await filters.stored()).toMatchObject({ streamId: "camera", chain: "" });
  await filters.add("invert");
  await filters.expectChain("invert");
});

test("saves, applies, overwrites and deletes presets", async ({ filters, page, request }) => {
  const title = `Test ${filters.id}`;
  const id = `test-${filters.id}`;
  const stored = async () =>
    (await (await request.get(`/v1/presets/${id}`)).json()) as { title: string; chain: string };
  try {
    await filters.open("grayscale | invert");
    await page.getByText("Presets", { exact: true }).click();
    await page.getByTestId("preset-name").fill(title);
    await page.getByTestId("preset-save").click();
    await expect(page.getByTestId(`preset-${id}`)).toContainText(title);
    expect(await stored()).toMatchObject({ title, chain: "grayscale | invert" });
    await page.getByTestId("filter-remove-grayscale").click();
    await filters.expectChain("invert");
    await page.getByTestId(`preset-apply-${id}`).click();
    await filters.expectChain("grayscale | invert");
    await page.getByTestId("filter-undo").click();
    await filters.expectChain("invert");
    await page.getByTestId(`preset-overwrite-${id}`).click();
    await expect.poll(async () => (await stored()).chain).toBe("invert");
    await page.getByTestId(`preset-delete-${id}`).click();
    await expect(page.getByTestId(`preset-${id}`)).toHaveCount(0);
    expect((await request.get(`/v1/presets/${id}`)).status()).toBe(404);
  } finally {
    await request.delete(`/v1/presets/${id}`);
  }
});

test("keeps presets apart by name, and shows those of others", async ({ filters, page }) => {
  const presets = [{ presetId: "soft", title: "Soft", chain: "gaussian_blur(sigma=6)" }];
  await page.route("**/v1/presets", (route) => route.fulfill({ json: { presets } }));
  await page.route("**/v1/presets/*", async (route) => {
    const presetId = new URL(route.request().url()).pathname.split("/").at(-1)!;
    const known = presets.findIndex((preset) => preset.presetId === presetId);
    if (known >= 0) {
      presets.splice(known, 1);
    }
    const json = { presetId, ...(route.request().postDataJSON() as object) } as (typeof presets)[0];
    if (route.request().method() === "PUT") {
      presets.push(json);
    }
    await route.fulfill({ json });
  });
  await filters.open("invert");
  await page.getByText("Presets", { exact: true }).click();
  await expect(page.getByTestId("preset-soft")).toContainText("gaussian_blur(sigma=6)");
  const name = page.getByTestId("preset-name");
  await name.fill("?!");
  await name.press("Enter");
  await expect(page.getByTestId("presets")).toContainText("at least one letter");
  await name.fill("soft");
  await name.press("Enter");
  await expect(page.getByTestId("presets")).toContainText("Soft exists already");
  await name.fill("Night Vision");
  await name.press("Enter");
  await expect(page.getByTestId("preset-night-vision")).toContainText("Night Vision");
  await expect(page.getByTestId("toast").last()).toContainText("Night Vision saved");
  await page.getByTestId("preset-apply-soft").click();
  await filters.expectChain("gaussian_blur(sigma=6)");
  await page.getByTestId("preset-overwrite-night-vision").click();
  await expect(page.getByTestId("preset-night-vision")).toContainText("gaussian_blur(sigma=6)");
  await page.getByTestId("preset-delete-soft").click();
  await expect(page.getByTestId("preset-soft")).toHaveCount(0);
});

test("explains why presets are not available", async ({ filters, page }) => {
  await page.route("**/v1/presets", (route) =>
    route.fulfill({ status: 503, json: { code: "UNAVAILABLE", message: "kafka: no answer." } }),
  );
  await filters.open("invert");
  await page.getByText("Presets", { exact: true }).click();
  await expect(page.getByTestId("presets")).toContainText("kafka: no answer.");
});

test("offers to send a change again when the gateway did not answer", async ({ filters, page }) => {
  await filters.open("invert");
  await page.route(`**/v1/pipelines/${filters.id}`, (route) => route.abort());
  await page.getByTestId("filter-checkbox-invert").uncheck();
  await expect(filters.error).toContainText("no connection");
  await page.unroute(`**/v1/pipelines/${filters.id}`);
  await page.getByRole("button", { name: "Try again" }).click();
  await filters.expectChain("");
  await expect(filters.error).toHaveCount(0);
});

test("shows a skeleton until the filters are known", async ({ filters, page }) => {
  await filters.put("invert");
  await page.route("**/v1/filters", (route) => route.abort());
  await page.goto(`/#show=pipeline:${filters.id}`);
  await expect(page.getByTestId("filter-skeleton")).toBeVisible();
  await page.unroute("**/v1/filters");
  await expect(page.getByTestId("filter-skeleton")).toHaveCount(0);
});

for (const theme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
    test(`is accessible and fits ${width} pixels in the ${theme} theme`, async ({
      filters,
      page,
    }) => {
      await page.setViewportSize({ width, height: 844 });
      await filters.open("grayscale | gaussian_blur(sigma=9) | canny | rotate");
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      for (const id of ["grayscale", "gaussian_blur", "canny"]) {
        await filters.unfold(id);
      }
      await page.getByTestId("filter-checkbox-rotate").uncheck();
      await page.getByText("Presets", { exact: true }).click();
      await page.getByText("Pipeline settings").click();
      await filters.chain.fill("grayscale | gaussian_blur(sigma=-1)");
      await filters.chain.press("Enter");
      await expect(filters.error).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await page.getByTestId("filter-add").click();
      await expect(page.getByTestId("filter-search-input")).toBeFocused();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByTestId("pipeline-delete").click();
      await expect(page.getByTestId("pipeline-delete-confirm")).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  }
}

async function violations(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .include({ fromShadowDom: ["darkroom-app", "panel-inspector", "filter-panel"] })
    .analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
}
