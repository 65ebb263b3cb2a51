import {
  type APIRequestContext,
  type Locator,
  type Page,
  test as base,
  expect,
} from "@playwright/test";

/** Ids of everything that these tests create begin with it. */
export const PREFIX = "src-e2e-";

/** The drawer of sources as its user sees it. */
export class Drawer {
  readonly dialog: Locator;
  readonly form: Locator;
  readonly opener: Locator;
  /** The button of the open confirmation. */
  readonly agree: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByTestId("source-drawer");
    this.form = page.locator("source-form");
    this.opener = page.getByTestId("add-input-fab");
    this.agree = page.getByTestId("confirm-agree").filter({ visible: true });
  }

  /** Loads the page if that has not been done. */
  async start(): Promise<void> {
    if (this.page.url() === "about:blank") {
      await this.page.goto("/");
    }
  }

  async open(tab = "streams"): Promise<void> {
    await this.start();
    await this.opener.click();
    await expect(this.dialog).toBeVisible();
    if (tab !== "streams") {
      await this.page.getByTestId(`tab-${tab}`).click();
    }
  }

  item(id: string): Locator {
    return this.page.locator(`source-item[data-id="${id}"]`);
  }

  /** A button of a source: start, stop, restart, edit or remove. */
  action(action: string, id: string): Locator {
    return this.page.getByTestId(`source-${action}-${id}`);
  }

  field(label: string): Locator {
    return this.form.getByLabel(label, { exact: true });
  }

  save(): Promise<void> {
    return this.page.getByTestId("source-save").click();
  }

  /** Opens the form for a new source and fills in name and address. */
  async fill(id: string, uri: string): Promise<void> {
    await this.page.getByTestId("source-add").click();
    await this.field("Name").fill(id);
    await this.field("Address").fill(uri);
  }

  async addTestPicture(id: string): Promise<void> {
    await this.page.getByTestId("tab-synthetic").click();
    await this.page.locator("synthetic-cameras").getByLabel("Name").fill(id);
    await this.page.locator("synthetic-cameras").getByLabel("Size").selectOption("320x180");
    await this.page.locator("synthetic-cameras").getByLabel("Frames per second").selectOption("5");
    await this.page.getByTestId("synthetic-add").click();
  }

  /** Ids of the streams that the user chose, as the page is told. */
  chosen(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as { chosen: string[] }).chosen);
  }

  async expectChosen(id: string): Promise<void> {
    await expect.poll(() => this.chosen()).toContain(id);
    await expect(this.dialog).toBeHidden();
  }

  toast(text: string | RegExp): Locator {
    return this.page.getByTestId("toast").filter({ hasText: text });
  }
}

/** A source as the gateway's HTTP API shows it; numbers of 64 bits are numbers too. */
export interface SourceJson {
  uri: string;
  fps?: number;
  widthPx?: number;
  heightPx?: number;
  quality?: number;
  loop: boolean;
  stopped: boolean;
  revision: number;
  hasCredentials: boolean;
  status?: { state: string };
}

/** What the job reports about a stream. */
interface StreamJson {
  state: string;
  missing: number;
  lastPosition?: { offset: number };
}

/** The gateway's API; deletes what a test created when the test ends. */
export class Gateway {
  constructor(readonly request: APIRequestContext) {}

  async put(id: string, source: object): Promise<void> {
    const response = await this.request.put(`/v1/sources/${id}`, { data: source });
    expect(response.ok(), await response.text()).toBe(true);
  }

  testPicture(id: string, more: object = {}): Promise<void> {
    return this.put(id, { uri: "test:testsrc2=size=320x180:rate=5", ...more });
  }

  async source(id: string): Promise<SourceJson | undefined> {
    const response = await this.request.get(`/v1/sources/${id}`);
    return response.ok() ? ((await response.json()) as SourceJson) : undefined;
  }

  async state(id: string): Promise<string | undefined> {
    return (await this.source(id))?.status?.state;
  }

  async expectState(id: string, state: string): Promise<void> {
    await expect.poll(() => this.state(id), { timeout: 30_000 }).toBe(state);
  }

  async stream(id: string): Promise<StreamJson | undefined> {
    const response = await this.request.get(`/v1/streams/${id}`);
    return response.ok() ? ((await response.json()) as StreamJson) : undefined;
  }

  /** Position of a stream's newest frame in its partition; -1 without a frame. */
  async position(id: string): Promise<number> {
    return Number((await this.stream(id))?.lastPosition?.offset ?? -1);
  }

  /** Waits until further frames of a stream arrive. */
  async expectFrames(id: string): Promise<void> {
    for (let report = 0; report < 2; report++) {
      const before = await this.position(id);
      await expect.poll(() => this.position(id), { timeout: 30_000 }).toBeGreaterThan(before);
    }
  }

  async clean(): Promise<void> {
    const { sources } = await (await this.request.get("/v1/sources")).json();
    const { videos } = await (await this.request.get("/v1/videos")).json();
    for (const { sourceId } of sources.filter(mine("sourceId"))) {
      await this.request.delete(`/v1/sources/${sourceId}`);
    }
    for (const { videoId } of videos.filter(mine("videoId"))) {
      await this.request.delete(`/v1/videos/${videoId}`);
    }
  }
}

function mine(key: string) {
  return (resource: Record<string, string>) => resource[key]!.startsWith(PREFIX);
}

export const test = base.extend<{ drawer: Drawer; gateway: Gateway }>({
  drawer: async ({ page }, use) => {
    await page.addInitScript(() => {
      const chosen: string[] = [];
      Object.assign(window, { chosen });
      addEventListener("stream-chosen", (event) => chosen.push((event as CustomEvent).detail));
      // Every run publishes to the same stream, since streams cannot be deleted.
      localStorage.setItem("darkroom.webcam", "webcam-e2e");
    });
    await use(new Drawer(page));
  },
  gateway: async ({ request }, use) => {
    const gateway = new Gateway(request);
    await use(gateway);
    await gateway.clean();
  },
});

export { expect };
