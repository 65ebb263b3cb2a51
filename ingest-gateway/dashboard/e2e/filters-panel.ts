import {
  type APIRequestContext,
  type Locator,
  type Page,
  test as base,
  expect,
} from "@playwright/test";
import { type Pixels, pixels } from "./dashboard";

interface PipelineJson {
  streamId: string;
  chain: string;
  accelerator: string;
  output: { encoding: string; quality: number; scale: number };
  enabled: boolean;
  revision: number;
}

/** The filter panel of a pipeline that the test has for itself, on the stream `camera`. */
export class PanelPage {
  readonly panel: Locator;
  readonly chain: Locator;
  readonly status: Locator;
  readonly error: Locator;
  readonly picture: Locator;

  constructor(
    readonly page: Page,
    readonly request: APIRequestContext,
    readonly id: string,
  ) {
    this.panel = page.getByTestId("filter-panel");
    this.chain = page.getByTestId("chain-input");
    this.status = page.getByTestId("chain-status");
    this.error = page.getByTestId("chain-error");
    this.picture = page.getByTestId("panel-processed");
  }

  /** Defines the pipeline and shows it. */
  async open(chain: string): Promise<void> {
    await this.put(chain);
    await this.page.goto(`/#show=pipeline:${this.id}`);
    await expect(this.panel).toHaveAttribute("data-pipeline-id", this.id);
    await expect(this.page.getByTestId("filter-skeleton")).toHaveCount(0);
    await expect(this.chain).toHaveValue(chain);
  }

  /** Defines the pipeline as another client would. */
  async put(chain: string, more: object = {}): Promise<void> {
    const data = { streamId: "camera", chain, ...more };
    const answer = await this.request.put(`/v1/pipelines/${this.id}`, { data });
    expect(answer.ok(), await answer.text()).toBe(true);
  }

  async stored(): Promise<PipelineJson> {
    return (await (await this.request.get(`/v1/pipelines/${this.id}`)).json()) as PipelineJson;
  }

  /** Waits until the gateway has a chain, and the panel shows it. */
  async expectChain(chain: string): Promise<void> {
    await expect.poll(async () => (await this.stored()).chain).toBe(chain);
    await expect(this.chain).toHaveValue(chain);
  }

  /** Waits until the newest revision is on the screen, and returns its picture. */
  async drawn(): Promise<Pixels> {
    await expect
      .poll(async () => {
        const { revision } = await this.stored();
        return Number(await this.picture.getAttribute("data-revision")) >= revision;
      })
      .toBe(true);
    return pixels(this.picture);
  }

  card(filterId: string, index = 0): Locator {
    return this.page
      .locator(`[data-testid="filter-card"][data-filter-id="${filterId}"]`)
      .nth(index);
  }

  order(): Promise<(string | null)[]> {
    return this.page
      .getByTestId("filter-card")
      .evaluateAll((cards) => cards.map((card) => card.getAttribute("data-filter-id")));
  }

  parameter(filterId: string, parameter: string): Locator {
    return this.page.getByTestId(`filter-parameter-${filterId}-${parameter}`);
  }

  async unfold(filterId: string): Promise<void> {
    await this.page.getByTestId(`filter-toggle-${filterId}`).click();
  }

  async add(words: string): Promise<void> {
    await this.page.getByTestId("filter-add").click();
    await this.page.getByTestId("filter-search-input").fill(words);
    await this.page.keyboard.press("Enter");
  }

  /** Records the chains that the page sends from now on. */
  recordPuts(): string[] {
    const chains: string[] = [];
    this.page.on("request", (request) => {
      if (request.method() === "PUT" && request.url().endsWith(`/v1/pipelines/${this.id}`)) {
        chains.push(request.postDataJSON().chain);
      }
    });
    return chains;
  }
}

export const test = base.extend<{ filters: PanelPage }>({
  filters: async ({ page, request }, use, info) => {
    const id = `filters-${info.workerIndex}-${info.testId.slice(-8)}-${Date.now()}`;
    await use(new PanelPage(page, request, id));
    await request.delete(`/v1/pipelines/${id}`);
  },
});

export { expect };
