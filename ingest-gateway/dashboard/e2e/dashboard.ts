import { type Locator, type Page, test as base, expect } from "@playwright/test";

/** A scaled-down copy of a panel's pixels, as RGBA bytes. */
export type Pixels = number[];

/** The page as its user sees it. */
export class Dashboard {
  readonly raw: Locator;
  readonly processed: Locator;
  readonly chain: Locator;
  readonly errors: string[] = [];

  constructor(readonly page: Page) {
    this.raw = page.getByTestId("panel-raw");
    this.processed = page.getByTestId("panel-processed");
    this.chain = page.getByTestId("chain-input");
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") {
        this.errors.push(`${message.text()} ${message.location().url}`);
      }
    });
  }

  async open(stream: string): Promise<void> {
    await this.page.goto(`/#stream=${stream}`);
    await expect(this.item(stream)).toHaveAttribute("aria-current", "true");
  }

  item(stream: string): Locator {
    return this.page.locator(`[data-testid="stream-item"][data-stream-id="${stream}"]`);
  }

  async apply(chain: string): Promise<void> {
    await this.chain.fill(chain);
    await this.chain.press("Enter");
  }

  /** Waits until a panel has drawn a number of further frames. */
  async expectMoving(panel: Locator, frames = 5): Promise<void> {
    const before = await count(panel);
    await expect.poll(() => count(panel)).toBeGreaterThanOrEqual(before + frames);
  }

  /** Waits until the image on a panel changes. */
  async expectChanging(panel: Locator): Promise<void> {
    const before = await pixels(panel);
    await expect.poll(async () => difference(before, await pixels(panel))).toBeGreaterThan(0);
  }
}

export const test = base.extend<{ dashboard: Dashboard }>({
  dashboard: async ({ page }, use) => use(new Dashboard(page)),
});

export { expect };

export async function count(panel: Locator): Promise<number> {
  return Number(await panel.getAttribute("data-frames"));
}

export function pixels(panel: Locator): Promise<Pixels> {
  return panel.evaluate((canvas: HTMLCanvasElement) => {
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

/** A small JPEG with a colour gradient, made by the browser. */
export async function photo(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 320;
    canvas.height = 180;
    const context = canvas.getContext("2d")!;
    const gradient = context.createLinearGradient(0, 0, 320, 180);
    gradient.addColorStop(0, "#301a40");
    gradient.addColorStop(1, "#ffb050");
    context.fillStyle = gradient;
    context.fillRect(0, 0, 320, 180);
    return canvas.toDataURL("image/jpeg");
  });
  return Buffer.from(url.split(",")[1]!, "base64");
}

/** Simulates that the tab goes to the background or comes to the front. */
export function setHidden(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => value });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}
