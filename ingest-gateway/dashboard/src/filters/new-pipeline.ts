import { LitElement, type PropertyValues, css, html } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { type Api, ApiError } from "../api/api";
import type { Pipeline, PipelineRequest } from "../api/model";
import { notify } from "../app/notify";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { isPipelineId, proposePipelineId } from "./names";
import { controls } from "./styles";

const NEW: Omit<PipelineRequest, "streamId"> = {
  chain: "",
  accelerator: "auto",
  output: { encoding: "jpeg", quality: 90, scale: 1 },
  labels: {},
  enabled: true,
  onDemand: false,
};

/** Adds a pipeline to a stream; fires `pipeline-changed` with it. */
@customElement("new-pipeline")
export class NewPipeline extends LitElement {
  @property({ attribute: false }) api!: Api;
  @property() streamId = "";
  @state() private proposed = "";
  @state() private problem = "";
  @state() private adding = false;
  @query("input") private box!: HTMLInputElement;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("streamId")) {
      this.problem = "";
      void this.propose();
    }
  }

  override render() {
    const t = texts.filters.create;
    return html`<form @submit=${this.add} data-testid="new-pipeline">
      <h2>${t.heading}</h2>
      <p class="muted">${t.text}</p>
      <label for="id">${t.id}</label>
      <input
        id="id"
        type="text"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        aria-describedby="help problem"
        aria-invalid=${this.problem !== ""}
        data-testid="pipeline-id"
        .value=${this.proposed}
        @input=${() => (this.problem = "")}
      />
      <p id="help" class="help muted">${t.idHelp}</p>
      <p id="problem" class="problem" role="alert">${this.problem}</p>
      <button class="primary" data-testid="pipeline-add" ?disabled=${this.adding}>
        ${this.adding ? t.adding : t.add}
      </button>
    </form>`;
  }

  private async propose(): Promise<void> {
    const stream = this.streamId;
    this.proposed = proposePipelineId(stream, []);
    const taken = await this.api.pipelineIds().catch(() => []);
    if (stream === this.streamId) {
      this.proposed = proposePipelineId(stream, taken);
    }
  }

  private async add(event: Event): Promise<void> {
    event.preventDefault();
    const id = this.box.value.trim();
    if (!isPipelineId(id)) {
      this.problem = texts.filters.create.invalid;
      this.box.focus();
      return;
    }
    this.adding = true;
    try {
      const pipeline = await this.api.createPipeline(id, { ...NEW, streamId: this.streamId });
      notify(this, "success", texts.filters.create.added(id));
      this.dispatchEvent(new CustomEvent<Pipeline>("pipeline-changed", { detail: pipeline }));
    } catch (error) {
      this.refuse(error, id);
    } finally {
      this.adding = false;
    }
  }

  private refuse(error: unknown, id: string): void {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    this.problem = error.code === "ALREADY_EXISTS" ? texts.filters.create.taken(id) : error.message;
    this.box.focus();
  }

  static override styles = [
    shared,
    controls,
    css`
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.5rem;
      }
      button {
        justify-self: start;
        min-height: 2.5rem;
      }
      .problem:empty {
        display: none;
      }
    `,
  ];
}
