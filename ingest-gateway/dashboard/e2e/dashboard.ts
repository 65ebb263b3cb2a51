import AxeBuilder from "@axe-core/playwright";
import {
  type APIRequestContext,
  type Locator,
  type Page,
  test as base,
  expect,
} from "@playwright/test";

/** A scaled-down copy of a picture's pixels, as RGBA bytes. */
export type Pixels = number[];

/** The page as its user sees it. */
export class Dashboard {
  /** The first picture of a raw stream. */
  readonly raw: Locator;
  /** The first picture of a pipeline. */
  readonly processed: Locator;
  readonly cards: Locator;
  readonly errors: string[] = [];

  constructor(readonly page: Page) {
    this.raw = page.getByTestId("panel-raw").first();
    this.processed = page.getByTestId("panel-processed").first();
    this.cards = page.getByTestId("video-source-card");
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") {
        this.errors.push(`${message.text()} ${message.location().url}`);
      }
    });
  }

  /** Opens the page with panels such as `stream:camera` or `stream:camera,pipeline:camera-edges`. */
  async open(...views: string[]): Promise<void> {
    await this.page.goto(`/#${views.map((view) => `show=${view}`).join("&")}`);
    await expect(this.cards).toHaveCount(Math.max(1, views.length));
  }

  card(number: number): Locator {
    return this.page.getByTestId(`source-card-${number}`);
  }

  /** What the panels show, in their order. */
  async shown(): Promise<string[]> {
    return this.cards
      .getByTestId("panel-view")
      .evaluateAll((all) => all.map((select) => (select as HTMLSelectElement).value));
  }

  /** Waits until a picture has drawn a number of further frames. */
  async expectMoving(picture: Locator, frames = 5): Promise<void> {
    const before = await count(picture);
    await expect.poll(() => count(picture)).toBeGreaterThanOrEqual(before + frames);
  }

  /** Waits until a picture has drawn no further frame for half a second. */
  async expectStill(picture: Locator): Promise<void> {
    await expect
      .poll(async () => {
        const before = await count(picture);
        await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
        return (await count(picture)) - before;
      })
      .toBe(0);
  }

  /** Waits until the picture changes. */
  async expectChanging(picture: Locator): Promise<void> {
    const before = await pixels(picture);
    await expect.poll(async () => difference(before, await pixels(picture))).toBeGreaterThan(0);
  }

  /** Checks a part of the page, or all of it, in both themes. */
  async expectAccessible(): Promise<void> {
    for (const theme of ["light", "dark"]) {
      await this.page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      const { violations } = await new AxeBuilder({ page: this.page }).analyze();
      const found = violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
      expect(found, theme).toEqual([]);
    }
  }
}

/** Runs with a pipeline that exists only meanwhile. */
export async function withPipeline(
  request: APIRequestContext,
  id: string,
  chain: string,
  run: () => Promise<void>,
): Promise<void> {
  const data = { streamId: "camera", chain };
  expect((await request.put(`/v1/pipelines/${id}`, { data })).ok()).toBe(true);
  try {
    await run();
  } finally {
    await request.delete(`/v1/pipelines/${id}`);
  }
}

export const test = base.extend<{ dashboard: Dashboard }>({
  dashboard: async ({ page }, use) => use(new Dashboard(page)),
});

export { expect };

export async function count(picture: Locator): Promise<number> {
  return Number(await picture.getAttribute("data-frames"));
}

export function pixels(picture: Locator): Promise<Pixels> {
  return picture.evaluate((canvas: HTMLCanvasElement) => {
    const copy = document.createElement("canvas");
    copy.width = 96;
    copy.height = 54;
    const context = copy.getContext("2d")!;
    context.drawImage(canvas, 0, 0, copy.width, copy.height);
    return [...context.getImageData(0, 0, copy.width, copy.height).data];
  });
}

/** Largest difference between the channels of any pixel; 0 if all pixels are gray. */
export function colourfulness(rgba: Pixels): number {
  let max = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    const colours = rgba.slice(at, at + 3);
    max = Math.max(max, Math.max(...colours) - Math.min(...colours));
  }
  return max;
}

/** Largest difference between the first pixel and any other; 0 if the image has one colour. */
export function contrast(rgba: Pixels): number {
  let max = 0;
  for (let at = 4; at < rgba.length; at++) {
    max = Math.max(max, Math.abs(rgba[at]! - rgba[at % 4]!));
  }
  return max;
}

export function difference(one: Pixels, other: Pixels): number {
  return one.reduce((max, value, at) => Math.max(max, Math.abs(value - other[at]!)), 0);
}

/** A JPEG with a colour gradient, made by the browser. */
export async function photo(page: Page, width = 320, height = 180): Promise<Buffer> {
  const url = await page.evaluate(
    ([width, height]) => {
      const canvas = document.createElement("canvas");
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext("2d")!;
      const gradient = context.createLinearGradient(0, 0, width, height);
      gradient.addColorStop(0, "#301a40");
      gradient.addColorStop(1, "#ffb050");
      context.fillStyle = gradient;
      context.fillRect(0, 0, width, height);
      return canvas.toDataURL("image/jpeg");
    },
    [width, height] as const,
  );
  return Buffer.from(url.split(",")[1]!, "base64");
}

/** Simulates that the tab goes to the background or comes to the front. */
export function setHidden(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => value });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}
