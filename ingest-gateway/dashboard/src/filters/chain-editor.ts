import { LitElement, type PropertyValues, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { type Api, ApiError } from "../api/api";
import { chainStatus } from "./chain-status";
import { endOfToken, markColumns } from "./column";
import type { Pipeline, PipelineRequest } from "../api/model";
import { chainEditorStyles } from "../styles/chain-editor";
import { shared } from "../styles/shared";

const NEW: Omit<PipelineRequest, "streamId" | "chain"> = {
  accelerator: "auto",
  output: { encoding: "jpeg", quality: 90, scale: 1 },
  labels: {},
  enabled: true,
};

interface Failure {
  chain: string;
  error: ApiError;
}

/**
 * Edits a pipeline's chain: Enter applies it, Escape restores the old one. Without a pipeline it
 * creates `<stream>-view`. Fires `pipeline-changed` with the pipeline that the gateway returns.
 */
@customElement("chain-editor")
export class ChainEditor extends LitElement {
  @property({ attribute: false }) api!: Api;
  @property() stream = "";
  @property({ attribute: false }) pipeline: Pipeline | undefined;
  @property({ type: Number }) drawnRevision = 0;
  @state() private draft = "";
  @state() private applying = false;
  @state() private failure: Failure | undefined;
  @query("textarea") private box!: HTMLTextAreaElement;

  /** Appends a filter to the chain and focuses the text field. */
  appendFilter(filterId: string): void {
    const start = this.draft.trim();
    this.draft = start ? `${start} | ${filterId}` : filterId;
    this.box.focus();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("pipeline")) {
      const before = (changed.get("pipeline") as Pipeline | undefined)?.chain ?? "";
      // Show changes by others too, but do not overwrite unsaved edits.
      if (this.draft === before) {
        this.draft = this.chain;
      }
    }
  }

  private get chain(): string {
    return this.pipeline?.chain ?? "";
  }

  private get edited(): boolean {
    return this.draft !== this.chain;
  }

  override render() {
    return html`<section aria-labelledby="heading">
      <header>
        <h2 id="heading">
          <label for="chain">${this.pipeline ? "Chain" : "Add a pipeline"}</label>
        </h2>
        <p class="status muted" role="status" data-testid="chain-status">${this.status()}</p>
      </header>
      <div class="row">
        <textarea
          id="chain"
          rows="1"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          placeholder="grayscale | gaussian_blur(sigma=2.5)"
          aria-describedby="keys"
          aria-invalid=${this.failure ? "true" : "false"}
          aria-errormessage="error"
          data-testid="chain-input"
          .value=${this.draft}
          @input=${() => (this.draft = this.box.value)}
          @keydown=${this.onKey}
        ></textarea>
        <button ?disabled=${this.applying} @click=${this.apply}>
          ${this.pipeline ? "Apply" : "Add a pipeline"}
        </button>
      </div>
      <p id="keys" class="keys muted ${this.edited ? "edited" : ""}">
        <kbd>Enter</kbd> applies the chain, <kbd>Esc</kbd> restores it
      </p>
      <div id="error" role="alert">${this.failure ? this.explain(this.failure) : nothing}</div>
    </section>`;
  }

  private status(): string {
    return chainStatus({
      applying: this.applying,
      failed: this.failure !== undefined,
      revision: this.pipeline?.revision,
      drawnRevision: this.drawnRevision,
    });
  }

  private explain({ chain, error }: Failure) {
    const columns = columnsOf(error);
    const marked =
      columns.length === 0
        ? nothing
        : html`<code
            >${markColumns(chain, columns).map(({ text, marked }) =>
              marked ? html`<mark>${text}</mark>` : text,
            )}</code
          >`;
    return html`<div class="error" data-testid="chain-error">
      ${marked}
      <p>${error.message}</p>
    </div>`;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) {
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      void this.apply();
    } else if (event.key === "Escape") {
      this.draft = this.chain;
      this.failure = undefined;
    }
  }

  private async apply(): Promise<void> {
    if (this.applying) {
      return;
    }
    const chain = this.draft;
    this.applying = true;
    try {
      this.accept(await this.put(chain), chain);
    } catch (error) {
      this.refuse(chain, error);
    } finally {
      this.applying = false;
    }
  }

  private put(chain: string): Promise<Pipeline> {
    const id = this.pipeline?.pipelineId ?? `${this.stream}-view`;
    return this.api.putPipeline(id, { ...NEW, ...this.pipeline, streamId: this.stream, chain });
  }

  private accept(pipeline: Pipeline, sent: string): void {
    this.failure = undefined;
    if (this.draft === sent) {
      this.draft = pipeline.chain;
    }
    this.pipeline = pipeline;
    this.dispatchEvent(
      new CustomEvent("pipeline-changed", { detail: pipeline, bubbles: true, composed: true }),
    );
  }

  private refuse(chain: string, error: unknown): void {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    this.failure = { chain, error };
    const column = columnsOf(error)[0];
    if (column && this.draft === chain) {
      this.box.setSelectionRange(column - 1, endOfToken(chain, column - 1));
    }
  }

  static override styles = [shared, chainEditorStyles];
}

function columnsOf(error: ApiError): number[] {
  return error.details
    .filter((detail) => detail.field === "chain" && detail.column > 0)
    .map((detail) => detail.column);
}
