import AxeBuilder from "@axe-core/playwright";
import { PREFIX, expect, test } from "./sources-drawer";
import { shownPixel } from "./sources-media";

test.describe("drawer", () => {
  test("opens by its button, closes by its cross, and returns the focus", async ({
    drawer,
    page,
  }) => {
    await drawer.open();
    await expect(page.getByTestId("tab-streams")).toHaveAttribute("aria-selected", "true");
    await page.getByTestId("drawer-close").click();
    await expect(drawer.dialog).toBeHidden();
    await expect(drawer.opener).toBeFocused();
  });

  test("closes by Escape and returns the focus", async ({ drawer, page }) => {
    await drawer.open();
    await page.keyboard.press("Escape");
    await expect(drawer.dialog).toBeHidden();
    await expect(drawer.opener).toBeFocused();
  });

  test("closes by a click beside it", async ({ drawer, page }) => {
    await drawer.open();
    await page.mouse.click(20, 300);
    await expect(drawer.dialog).toBeHidden();
  });

  test("changes tabs by arrow keys, Home and End", async ({ drawer, page }) => {
    await drawer.open();
    await page.getByTestId("tab-streams").focus();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByTestId("tab-synthetic")).toBeFocused();
    await expect(page.getByRole("tabpanel", { name: "Synthetic" })).toBeVisible();
    await expect(page.getByRole("tabpanel", { name: "Streams" })).toBeHidden();
    await page.keyboard.press("End");
    await expect(page.getByTestId("tab-webcam")).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowRight");
    await expect(page.getByTestId("tab-streams")).toBeFocused();
  });

  test("keeps the focus inside while it is open", async ({ drawer, page }) => {
    await drawer.open("webcam");
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press("Tab");
      const inside = await page.evaluate(() => {
        const hosts: string[] = [];
        let active = document.activeElement;
        for (; active; active = active.shadowRoot?.activeElement ?? null) {
          hosts.push(active.localName);
        }
        // The browser's own controls come after the last element.
        return hosts.includes("source-drawer") || hosts.at(-1) === "body";
      });
      expect(inside).toBe(true);
    }
  });

  test("fits a phone", async ({ drawer, page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await drawer.open();
    for (const tab of ["streams", "synthetic", "videos", "images", "webcam"]) {
      await page.getByTestId(`tab-${tab}`).click();
      await expect(page.locator(`#panel-${tab}`)).toBeVisible();
      const overflow = await drawer.dialog.evaluate(
        (dialog) => dialog.scrollWidth - dialog.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
    }
  });
});

test.describe("streams and cameras", () => {
  test("lists streams with state, frame rate and size", async ({ drawer, page }) => {
    await drawer.open();
    const camera = page.getByTestId("source-item-camera");
    await expect(camera).toContainText("Live");
    await expect(camera.getByTestId("source-facts")).toHaveText(/^\d+\.\d fps · 640 × 360 · jpeg$/);
    const picture = drawer.item("camera").locator("img");
    await expect
      .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBe(640);
  });

  test("shows the chosen stream and closes", async ({ drawer, page }) => {
    await drawer.open();
    await page.getByTestId("source-item-samples").click();
    await drawer.expectChosen("samples");
  });

  test("adds a source with frame rate and custom resolution", async ({ drawer, gateway, page }) => {
    const id = `${PREFIX}added`;
    await drawer.open();
    await drawer.fill(id, "test:testsrc2=size=320x180:rate=10");
    await drawer.field("Frames per second").fill("4");
    await page.getByTestId("resolution-select").selectOption("custom");
    await drawer.field("Width in pixels").fill("160");
    await drawer.save();
    await expect(drawer.toast(`${id} was added.`)).toBeVisible();
    await expect(page.getByTestId("source-form")).toBeHidden();
    expect(await gateway.source(id)).toMatchObject({ fps: 4, widthPx: 160 });
    await expect(drawer.item(id)).toContainText("Live", { timeout: 30_000 });
    await shownPixel(page, id, [160, 90]);
  });

  test("changes frame rate and resolution of a source", async ({ drawer, gateway, page }) => {
    const id = `${PREFIX}edited`;
    await gateway.testPicture(id, { quality: 55 });
    await gateway.expectState(id, "live");
    await drawer.open();
    await expect(drawer.item(id)).toContainText("320 × 180");
    await drawer.action("edit", id).click();
    await expect(drawer.field("Address")).toHaveValue("test:testsrc2=size=320x180:rate=5");
    await expect(page.getByTestId("resolution-select")).toHaveValue("original");
    await drawer.field("Frames per second").fill("2.5");
    await page.getByTestId("resolution-select").selectOption({ label: "Half (160 × 90)" });
    await drawer.save();
    await expect(drawer.toast(`${id} was saved.`)).toBeVisible();
    expect(await gateway.source(id)).toMatchObject({
      fps: 2.5,
      widthPx: 160,
      heightPx: 90,
      quality: 55,
    });
    await shownPixel(page, id, [160, 90]);
    await expect(drawer.item(id)).toContainText("320 × 180 → 160 × 90");
    await drawer.action("edit", id).click();
    await expect(page.getByTestId("resolution-select")).toHaveValue("half");
    await page.getByTestId("resolution-select").selectOption("original");
    await drawer.field("Frames per second").fill("");
    await drawer.save();
    await expect.poll(async () => (await gateway.source(id))?.fps).toBeUndefined();
    expect((await gateway.source(id))?.widthPx).toBeUndefined();
  });

  test("stops, starts and restarts a source", async ({ drawer, gateway }) => {
    const id = `${PREFIX}stopped`;
    await gateway.testPicture(id);
    await gateway.expectState(id, "live");
    await drawer.open();
    await drawer.action("stop", id).click();
    await expect(drawer.item(id)).toContainText("Stopped");
    expect((await gateway.source(id))?.stopped).toBe(true);
    await drawer.action("start", id).click();
    await expect(drawer.item(id)).toContainText("Live", { timeout: 30_000 });
    const revision = (await gateway.source(id))!.revision;
    await drawer.action("restart", id).click();
    await expect.poll(async () => (await gateway.source(id))?.revision).toBeGreaterThan(revision);
    await gateway.expectFrames(id);
  });

  test("deletes a source only after a confirmation", async ({ drawer, gateway, page }) => {
    const id = `${PREFIX}deleted`;
    await gateway.testPicture(id, { stopped: true });
    await drawer.open();
    await drawer.action("remove", id).click();
    await page.keyboard.press("Escape");
    await expect(drawer.agree).toHaveCount(0);
    await expect(drawer.action("remove", id)).toBeFocused();
    await expect(drawer.dialog).toBeVisible();
    expect(await gateway.source(id)).toBeDefined();
    await drawer.action("remove", id).click();
    await drawer.agree.click();
    await expect(drawer.action("remove", id)).toHaveCount(0);
    await expect(drawer.toast(`${id} was deleted.`)).toBeVisible();
    expect(await gateway.source(id)).toBeUndefined();
  });

  test("shows why a source has no frames", async ({ drawer, gateway }) => {
    const id = `${PREFIX}refusing`;
    await gateway.put(id, { uri: "http://localhost:1/stream" });
    await drawer.open();
    await expect(drawer.item(id)).toContainText(/Trying again/, { timeout: 30_000 });
    await expect(drawer.item(id).getByTestId("source-trouble")).toContainText(
      "refuses connections",
    );
  });

  test("stores credentials without showing them", async ({ drawer, gateway, page }) => {
    const id = `${PREFIX}secret`;
    await drawer.open();
    await drawer.fill(id, "rtsp://localhost:1/door");
    await drawer.field("User name").fill("anna");
    await drawer.field("Password").fill("s3cret");
    await drawer.save();
    await expect(drawer.action("edit", id)).toBeVisible();
    expect((await gateway.source(id))?.hasCredentials).toBe(true);
    await drawer.action("edit", id).click();
    await expect(drawer.field("Password")).toHaveValue("");
    await page.getByLabel("Forget the stored user name and password").check();
    await drawer.save();
    await expect.poll(async () => (await gateway.source(id))?.hasCredentials).toBe(false);
  });
});

test.describe("errors of fields", () => {
  test("shows a bad address beside its field", async ({ drawer, page }) => {
    await drawer.open();
    await drawer.fill(`${PREFIX}bad`, "camera");
    await drawer.save();
    await expect(page.getByTestId("problem-uri")).toContainText("rtsp://camera/stream");
    await expect(drawer.field("Address")).toBeFocused();
    await expect(drawer.field("Address")).toHaveAttribute("aria-invalid", "true");
    await expect(drawer.field("Address")).toHaveAccessibleDescription(/rtsp:\/\/camera\/stream/);
  });

  test("shows a forbidden address beside its field", async ({ drawer, page }) => {
    await drawer.open();
    await drawer.fill(`${PREFIX}forbidden`, "http://169.254.169.254/latest");
    await drawer.save();
    await expect(page.getByTestId("problem-uri")).toContainText("169.254.169.254");
  });

  test("asks for name and address without a call", async ({ drawer, page }) => {
    await drawer.open();
    const calls: string[] = [];
    page.on("request", (request) => calls.push(request.url()));
    await drawer.fill("", "");
    await drawer.save();
    await expect(page.getByTestId("problem-sourceId")).toHaveText("Enter a name.");
    await expect(page.getByTestId("problem-uri")).toHaveText("Enter an address.");
    await expect(drawer.field("Name")).toBeFocused();
    expect(calls.filter((url) => url.endsWith("/PutSource"))).toEqual([]);
  });

  test("does not replace a source of the same name", async ({ drawer, gateway, page }) => {
    const id = `${PREFIX}taken`;
    await gateway.testPicture(id, { stopped: true });
    await drawer.open();
    await drawer.fill(id, "test:smptebars=size=320x180:rate=5");
    await drawer.save();
    await expect(page.getByTestId("problem-sourceId")).toContainText("taken");
    expect((await gateway.source(id))?.uri).toContain("testsrc2");
  });

  test("opens the advanced fields if one of them is wrong", async ({ drawer, page }) => {
    await drawer.open();
    await drawer.fill(`${PREFIX}pinned`, "https://localhost:1/x.m3u8");
    await page.getByText("Advanced").click();
    await drawer.field("Certificate").fill("nonsense");
    await page.getByText("Advanced").click();
    await drawer.save();
    await expect(page.getByTestId("problem-certificate")).toContainText("sha256");
    await expect(drawer.field("Certificate")).toBeFocused();
  });
});

test.describe("synthetic cameras", () => {
  test("starts one, whose frames arrive, and shows it", async ({ drawer, gateway, page }) => {
    const id = `${PREFIX}picture`;
    await drawer.open();
    await drawer.addTestPicture(id);
    await drawer.expectChosen(id);
    await expect(drawer.toast(`${id} was added.`)).toBeVisible();
    await gateway.expectFrames(id);
    await shownPixel(page, id, [320, 180]);
  });

  test("is started by the keyboard alone", async ({ drawer, gateway, page }) => {
    await page.goto("/");
    await drawer.opener.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("drawer-close")).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    const name = page.locator("synthetic-cameras").getByLabel("Name");
    while (!(await name.evaluate((input) => input.matches(":focus")))) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(`${PREFIX}keys`);
    await page.keyboard.press("Enter");
    await drawer.expectChosen(`${PREFIX}keys`);
    await gateway.expectState(`${PREFIX}keys`, "live");
  });
});

for (const theme of ["light", "dark"]) {
  test(`has no accessibility violations in the ${theme} theme`, async ({
    drawer,
    gateway,
    page,
  }) => {
    await gateway.put(`${PREFIX}refusing`, { uri: "http://localhost:1/stream" });
    await page.goto("/");
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await drawer.open();
    await expect(drawer.item(`${PREFIX}refusing`).getByTestId("source-trouble")).toBeVisible({
      timeout: 30_000,
    });
    const inDrawer = { fromShadowDom: ["darkroom-app", "source-drawer"] as [string, string] };
    const violations = async () =>
      (await new AxeBuilder({ page }).include(inDrawer).analyze()).violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
      );
    for (const tab of ["streams", "synthetic", "videos", "images", "webcam"]) {
      await page.getByTestId(`tab-${tab}`).click();
      await expect(page.getByTestId("loading").filter({ visible: true })).toHaveCount(0);
      expect(await violations(), tab).toEqual([]);
    }
    await page.getByTestId("tab-streams").click();
    await drawer.fill("", "");
    await drawer.save();
    await page.getByText("Advanced").click();
    expect(await violations(), "form").toEqual([]);
  });
}
