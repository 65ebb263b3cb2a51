import { type Locator, type Page, expect, test } from "@playwright/test";

const SOURCE = "keyboard-e2e";

test.afterEach(async ({ request }) => {
  await request.delete(`/v1/pipelines/${SOURCE}-view`);
  await request.delete(`/v1/sources/${SOURCE}`);
});

test("adds a source, picks a filter, changes it, reorders and removes, by keyboard alone", async ({
  page,
  request,
}) => {
  // Some 300 key presses.
  test.slow();
  const chain = async () => {
    const pipeline = await request.get(`/v1/pipelines/${SOURCE}-view`);
    return pipeline.ok() ? ((await pipeline.json()) as { chain: string }).chain : undefined;
  };
  await page.goto("/#show=stream:camera");
  await tabTo(page, page.getByTestId("add-input-fab"));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByTestId("tab-streams"));
  await page.keyboard.press("ArrowRight");
  await tabTo(page, page.locator("synthetic-cameras").getByLabel("Name"));
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(SOURCE);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("selected-title")).toHaveText(`${SOURCE} (raw)`);
  await tabTo(page, page.getByTestId("pipeline-add"));
  await page.keyboard.press("Enter");
  await expect.poll(chain).toBe("");

  await tabTo(page, page.getByTestId("filter-add"));
  await page.keyboard.press("Enter");
  await page.keyboard.type("posterize");
  await page.keyboard.press("Enter");
  await expect(
    page.locator('[data-testid^="filter-parameter-posterize-levels"]:focus'),
  ).toHaveCount(1);
  await page.keyboard.press("ArrowRight");
  await expect.poll(chain).toBe("posterize(levels=5)");

  await tabTo(page, page.getByTestId("filter-add"));
  await page.keyboard.press("Enter");
  await page.keyboard.type("invert");
  await page.keyboard.press("Enter");
  await expect.poll(chain).toBe("posterize(levels=5) | invert");
  await tabTo(page, page.getByTestId("filter-handle-invert"));
  await page.keyboard.press("ArrowUp");
  await expect.poll(chain).toBe("invert | posterize(levels=5)");
  await tabTo(page, page.getByTestId("filter-remove-invert"));
  await page.keyboard.press("Enter");
  await expect.poll(chain).toBe("posterize(levels=5)");

  const cards = page.getByTestId("video-source-card");
  await tabTo(page, cards.last().getByTestId("source-close-button"));
  await page.keyboard.press("Enter");
  await expect(cards).toHaveCount(1);
  await expect(cards.getByTestId("panel-move")).toBeFocused();
});

/** Presses Tab until an element has the focus, as its user would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const focused = () => target.evaluate((element) => element.matches(":focus"));
  for (let presses = 0; presses < 120; presses++) {
    if (await focused()) {
      return;
    }
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}
