import { create, toBinary } from "@bufbuild/protobuf";
import type { Page, WebSocketRoute } from "@playwright/test";
import { GetSystemInfoResponseSchema } from "../src/gen/darkroom/v1/config_service_pb";
import { WatchStreamsResponseSchema } from "../src/gen/darkroom/v1/stream_service_pb";
import { expect, photo, setHidden, test } from "./dashboard";

const COMPARISON = "stream:camera,pipeline:camera-edges";

test("reports that the gateway is unreachable, counts down, and recovers", async ({
  dashboard,
  page,
}) => {
  await dashboard.open("stream:camera");
  await expect(page.getByTestId("banner")).toHaveCount(0);
  await page.route("**/WatchStreams", (route) => route.abort());
  // Open calls are not affected: only the next watch, after the page was hidden, fails.
  await setHidden(page, true);
  await setHidden(page, false);
  await expect(page.getByTestId("banner")).toContainText("unreachable");
  await expect(page.getByTestId("banner-countdown")).toHaveText(
    /^(Next try in \d s|Trying again)$/,
  );
  await dashboard.expectMoving(dashboard.raw);
  await page.unroute("**/WatchStreams");
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByTestId("banner")).toHaveCount(0);
});

test("shows a skeleton until the gateway has answered", async ({ dashboard, page }) => {
  const held: (() => void)[] = [];
  await page.route("**/WatchPipelines", async (route) => {
    await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  await page.goto("/");
  await expect(page.getByTestId("skeleton")).toBeVisible();
  held.forEach((release) => release());
  await expect(dashboard.cards).toHaveCount(1);
  await expect(page.getByTestId("skeleton")).toHaveCount(0);
});

test("explains how to begin if there is no stream", async ({ page }) => {
  await page.route("**/WatchStreams", (route) =>
    route.fulfill({
      headers: { "content-type": "application/connect+proto" },
      body: envelope({ snapshot: true, resumeToken: "none" }),
    }),
  );
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "No streams yet" })).toBeVisible();
  await expect(page.getByText("curl --data-binary @photo.jpg")).toBeVisible();
  await expect(page.getByTestId("add-input-fab")).toBeVisible();
});

test("watches the streams with one call instead of polling", async ({
  dashboard,
  page,
  request,
}) => {
  await dashboard.open("stream:camera");
  await dashboard.expectMoving(dashboard.raw, 1);
  const data = await photo(page);
  const requested: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  // Use a new stream: the status of an existing one may not change for a while.
  const id = `followed-${Date.now()}`;
  await request.post(`/v1/streams/${id}/frames`, {
    data,
    headers: { "content-type": "image/jpeg" },
  });
  await expect(page.locator(`option[value="stream:${id}"]`)).toHaveCount(1);
  expect(requested.filter((url) => /WatchStreams|ListStreams|v1\/streams$/.test(url))).toEqual([]);
});

test("is served compressed, and its parts are cached", async ({ page, request }) => {
  const served = await request.get("/", { headers: { "accept-encoding": "gzip" } });
  expect(served.headers()["cache-control"]).toBe("no-cache");
  const [, script] = /src="\.\/(assets\/[^"]+)"/.exec(await served.text())!;
  const response = page.waitForResponse(`**/${script}`);
  await page.goto("/");
  const headers = await (await response).allHeaders();
  expect(headers["content-encoding"]).toMatch(/gzip|br|deflate/);
  expect(headers["cache-control"]).toContain("immutable");
});

test("asks nobody but the gateway", async ({ dashboard, page, baseURL }) => {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  page.on("websocket", (socket) => hosts.add(new URL(socket.url()).host));
  await dashboard.open(COMPARISON);
  await dashboard.expectMoving(dashboard.processed);
  await page.getByTestId("system-button").click();
  await expect(page.getByTestId("system-job")).toBeVisible();
  const blobs = [...hosts].filter((host) => host !== "" && host !== new URL(baseURL!).host);
  expect(blobs).toEqual([]);
});

for (const [theme, colour] of [
  ["light", "rgb(248, 244, 242)"],
  ["dark", "rgb(11, 9, 9)"],
] as const) {
  test(`has a ${theme} theme, by the system and by choice`, async ({ dashboard, page }) => {
    const ground = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.emulateMedia({ colorScheme: theme });
    await dashboard.open("stream:camera");
    expect(await ground()).toBe(colour);
    await page.emulateMedia({ colorScheme: theme === "light" ? "dark" : "light" });
    expect(await ground()).not.toBe(colour);
    await page.getByTestId("theme").selectOption(theme);
    expect(await ground()).toBe(colour);
    await page.reload();
    await expect(page.getByTestId("theme")).toHaveValue(theme);
    expect(await ground()).toBe(colour);
  });
}

test("lists the tools of the gateway", async ({ dashboard, page, request }) => {
  await dashboard.open("stream:camera");
  await page.getByTestId("tools-dropdown-button").click();
  const menu = page.getByTestId("tools-dropdown-menu");
  const { categories } = await (await request.get("/v1/config/tools")).json();
  const tools: { name: string }[] = categories.flatMap(
    (category: { tools: object[] }) => category.tools,
  );
  await expect(menu.getByRole("link")).toHaveCount(tools.length);
  for (const { name } of tools) {
    await expect(menu.getByRole("link", { name: new RegExp(`^${name}`) })).toBeVisible();
  }
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
});

test("shows the system: health, job, gateway and versions", async ({
  dashboard,
  page,
  request,
}) => {
  await dashboard.open("stream:camera");
  await page.getByTestId("system-button").click();
  const info = await (await request.get("/v1/system")).json();
  await expect(page.getByTestId("system-job")).toContainText("running");
  await expect(page.getByTestId("system-job")).toContainText(info.job.jobId);
  await expect(page.getByTestId("system-gateway")).toContainText(info.gateway);
  await expect(page.getByTestId("system-gateway")).toContainText("Watchers");
  await expect(page.getByTestId("system-versions")).toContainText(info.components["kafka-clients"]);
  await expect(page.getByTestId("system-health").locator('[data-state="up"]')).not.toHaveCount(0);
  await expect(page.getByTestId("system-catalogue")).toContainText(/3\d filters/);
});

test("shows the load of GPUs as numbers and charts", async ({ dashboard, page }) => {
  let utilizationPercent = 10;
  await page.route("**/GetSystemInfo**", (route) => {
    utilizationPercent += 20;
    const gpu = {
      name: "NVIDIA H200",
      uuid: "GPU-1",
      utilizationPercent,
      memoryUsedBytes: 3n << 30n,
      memoryTotalBytes: 140n << 30n,
      powerWatts: 212,
      powerLimitWatts: 700,
    };
    const job = { jobId: "j", engine: "cuda", devices: [gpu.name], deviceStatus: [gpu] };
    const info = create(GetSystemInfoResponseSchema, { jobState: "running", job });
    const body = Buffer.from(toBinary(GetSystemInfoResponseSchema, info));
    return route.fulfill({ contentType: "application/proto", body });
  });
  await dashboard.open("stream:camera");
  await page.getByTestId("system-button").click();
  const gpu = page.getByTestId("gpu");
  await expect(gpu).toContainText("NVIDIA H200");
  await expect(gpu.getByTestId("gpu-memory")).toContainText("3.0 GiB of 140.0 GiB");
  await expect(gpu.getByTestId("gpu-power")).toContainText("212 of 700 W");
  await expect(gpu.getByTestId("gpu-temperature")).toContainText("unknown");
  const line = gpu.getByTestId("gpu-utilization").locator("polyline");
  await expect
    .poll(async () => (await line.getAttribute("points"))!.split(" ").length)
    .toBeGreaterThanOrEqual(3);
  const heights = (await line.getAttribute("points"))!.split(" ").map((xy) => +xy.split(",")[1]!);
  expect(heights[0]).toBeGreaterThan(heights.at(-1)!);
});

test("keeps the system view up to date while it is open, and only then", async ({
  dashboard,
  page,
}) => {
  await dashboard.open("stream:camera");
  await page.getByTestId("system-button").click();
  const asked = (timeout: number) => page.waitForRequest("**/GetSystemInfo", { timeout });
  await asked(10_000);
  await asked(10_000);
  await page.getByTestId("system-view").getByTestId("modal-close").click();
  await expect(page.getByTestId("system-view")).toBeHidden();
  await expect(asked(3000)).rejects.toThrow();
});

test("dialogs keep the focus, close by Escape and give it back", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera");
  for (const button of ["system-button", "add-input-fab"]) {
    await page.getByTestId(button).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByTestId(button === "system-button" ? "system-view" : "source-drawer");
    await expect(dialog).toBeVisible();
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
    }
    expect(await insideDialog(page)).toBe(true);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    expect(await focusedTestId(page)).toBe(button);
  }
});

test("a click beside a dialog closes it", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera");
  await page.getByTestId("system-button").click();
  await expect(page.getByTestId("system-view")).toBeVisible();
  await page.mouse.click(200, 500);
  await expect(page.getByTestId("system-view")).toBeHidden();
});

test("shows five toasts at most, announces them, and errors stay", async ({ dashboard, page }) => {
  await page.clock.install();
  await dashboard.open("stream:camera");
  await expect(page.locator("panel-grid")).toBeVisible();
  await page.evaluate(() => {
    for (let number = 1; number <= 6; number++) {
      const detail = { kind: number === 6 ? "error" : "info", text: `message ${number}` };
      document.querySelector("darkroom-app")!.dispatchEvent(new CustomEvent("notice", { detail }));
    }
  });
  const toasts = page.getByTestId("toast");
  await expect(toasts).toHaveCount(5);
  await expect(page.getByTestId("toasts")).toHaveAttribute("aria-live", "polite");
  await expect(toasts.first()).toContainText("message 2");
  await page.clock.runFor(7100);
  await expect(toasts).toHaveCount(1);
  await expect(toasts).toContainText("Error: message 6");
  await toasts.getByRole("button").click();
  await expect(toasts).toHaveCount(0);
});

test("says in words why frames were lost", async ({ dashboard, page }) => {
  await page.routeWebSocket(/frames/, (socket) => {
    socket.connectToServer();
    socket.send('{"dropped":{"slow_subscriber":3}}');
  });
  await dashboard.open("pipeline:camera-edges");
  const loss = page.getByTestId("loss-panel");
  await expect(loss).toContainText("3");
  await expect(loss).toContainText("left out because this page was too slow for them");
  await expect(page.getByTestId("panel-lost")).toHaveText("3 lost");
});

test("reconnects a panel whose connection broke", async ({ dashboard, page }) => {
  let live: WebSocketRoute | undefined;
  await page.routeWebSocket(/frames/, (socket) => {
    live = socket;
    socket.connectToServer();
  });
  await dashboard.open("stream:camera");
  await dashboard.expectMoving(dashboard.raw);
  await live!.close();
  await expect(page.getByText("Connection lost, reconnecting")).toBeVisible();
  await dashboard.expectMoving(dashboard.raw);
  await expect(page.getByText("Connection lost, reconnecting")).toHaveCount(0);
});

test("acknowledges what it has drawn, so that a slow page gets no old frames", async ({
  dashboard,
  page,
}) => {
  const acknowledged: string[] = [];
  await page.routeWebSocket(/frames/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      acknowledged.push(String(message));
      server.send(message);
    });
  });
  await dashboard.open("stream:camera");
  await dashboard.expectMoving(dashboard.raw);
  expect(acknowledged.every((text) => /^\{"ack":\d+\}$/.test(text))).toBe(true);
  expect(acknowledged.length).toBeGreaterThanOrEqual(5);
});

test("says that looking back is not available", async ({ dashboard, page }) => {
  await dashboard.open("pipeline:camera-edges");
  const time = page.getByTestId("time");
  await expect(time).toContainText("not available");
  await expect(time.getByRole("slider")).toBeDisabled();
  await expect(time.getByRole("button", { name: "Live" })).toBeDisabled();
});

test("hides the controls and shows them again", async ({ dashboard, page }) => {
  await dashboard.open("pipeline:camera-edges");
  await expect(page.getByTestId("selected-title")).toBeVisible();
  const narrow = (await dashboard.processed.boundingBox())!.width;
  await page.getByTestId("toggle-inspector").click();
  await expect(page.getByTestId("selected-title")).toHaveCount(0);
  await expect
    .poll(async () => (await dashboard.processed.boundingBox())!.width)
    .toBeGreaterThan(narrow);
  await page.getByTestId("toggle-inspector").click();
  await expect(page.getByTestId("selected-title")).toBeVisible();
});

for (const [name, width, height] of [
  ["a desktop", 1440, 900],
  ["a phone", 390, 844],
  ["a wall", 3840, 2160],
] as const) {
  test(`is accessible and fits ${name}`, async ({ dashboard, page }) => {
    await page.setViewportSize({ width, height });
    await dashboard.open(COMPARISON, "pipeline:samples-soft", "stream:camera", "stream:samples");
    await dashboard.expectMoving(dashboard.processed, 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await dashboard.expectAccessible();
  });
}

test("the pictures come first on a phone", async ({ dashboard, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await dashboard.open(COMPARISON);
  await dashboard.expectMoving(dashboard.processed, 1);
  const picture = (await dashboard.processed.boundingBox())!;
  expect(picture.y + picture.height).toBeLessThan(500);
  expect(picture.width).toBeGreaterThan(360);
  const title = (await page.getByTestId("selected-title").boundingBox())!;
  expect(title.y).toBeGreaterThan(picture.y + picture.height);
});

test("nine panels fit a wall without scrolling", async ({ dashboard, page }) => {
  await page.setViewportSize({ width: 3840, height: 2160 });
  await dashboard.open(...Array(9).fill("pipeline:samples-soft"));
  const bottoms = await dashboard.cards.evaluateAll((all) =>
    all.map((card) => card.getBoundingClientRect().bottom),
  );
  expect(Math.max(...bottoms)).toBeLessThanOrEqual(2160);
});

test("dialogs are accessible", async ({ dashboard, page }) => {
  await dashboard.open("stream:camera");
  await page.getByTestId("system-button").click();
  await expect(page.getByTestId("system-job")).toBeVisible();
  await dashboard.expectAccessible();
  await page.keyboard.press("Escape");
  await page.getByTestId("tools-dropdown-button").click();
  await expect(page.getByTestId("tools-dropdown-menu").getByRole("link").first()).toBeVisible();
  await dashboard.expectAccessible();
});

test("respects that its user wants no motion", async ({ dashboard, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.route("**/WatchPipelines", () => undefined);
  await page.goto("/");
  const skeleton = page.getByTestId("skeleton");
  await expect(skeleton).toBeVisible();
  expect(await skeleton.evaluate((element) => getComputedStyle(element).animationName)).toBe(
    "none",
  );
  expect(dashboard.errors).toEqual([]);
});

/** A message of a Connect server stream, and its end. */
function envelope(message: { snapshot: boolean; resumeToken: string }): Buffer {
  const bytes = toBinary(WatchStreamsResponseSchema, create(WatchStreamsResponseSchema, message));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

function focusedTestId(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) {
      active = active.shadowRoot.activeElement;
    }
    return (active as HTMLElement | null)?.dataset.testid;
  });
}

/** Whether the focus is in a dialog, or in the browser's own bar, where it goes on its round. */
function insideDialog(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    let active = document.activeElement;
    if (active === document.body) {
      return true;
    }
    while (active?.shadowRoot?.activeElement) {
      active = active.shadowRoot.activeElement;
    }
    for (
      let node: Node | null = active;
      node;
      node = node.parentNode ?? (node as ShadowRoot).host
    ) {
      const slot: Element | null = node instanceof Element ? node.assignedSlot : null;
      if (slot?.closest("dialog") || (node instanceof Element && node.closest("dialog"))) {
        return true;
      }
    }
    return false;
  });
}
