import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { type Api, ApiError } from "../api/api";
import type { Pipeline, PipelineRequest } from "../api/model";
import "../app/modal-dialog";
import type { ModalDialog } from "../app/modal-dialog";
import { notify } from "../app/notify";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { pageOf } from "./page-of";
import "./parameter-control";
import { type Setting, settings } from "./settings";
import { controls } from "./styles";

/**
 * How a pipeline runs and encodes. Fires `settings-changed` with the changed properties, and
 * `pipeline-deleted` with the id.
 */
@customElement("pipeline-settings")
export class PipelineSettings extends LitElement {
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) pipeline!: Pipeline;
  @state() private problem = "";
  @state() private deleting = false;
  @query("modal-dialog") private dialog!: ModalDialog;

  override render() {
    const t = texts.filters.settings;
    return html`<details data-testid="pipeline-settings">
        <summary><h3>${t.heading}</h3></summary>
        <div class="settings">
          ${settings.map((setting) => this.control(setting))}
          <button class="delete" data-testid="pipeline-delete" @click=${() => this.dialog.open()}>
            ${t.remove}
          </button>
        </div>
      </details>
      ${this.confirmation()}`;
  }

  private control({ parameter, read, write }: Setting) {
    return html`<parameter-control
      name="setting-${parameter.id}"
      .parameter=${parameter}
      .value=${read(this.pipeline)}
      @value-changed=${(event: CustomEvent<string>) =>
        this.fire<Partial<PipelineRequest>>("settings-changed", write(this.pipeline, event.detail))}
    ></parameter-control>`;
  }

  private confirmation() {
    const t = texts.filters.settings;
    return html`<modal-dialog
      heading=${t.removeHeading(this.pipeline.pipelineId)}
      name="pipeline-delete-dialog"
    >
      <p>${t.removeText}</p>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div class="row answers">
        <button @click=${() => this.dialog.close()}>${t.keep}</button>
        <button
          class="primary"
          data-testid="pipeline-delete-confirm"
          ?disabled=${this.deleting}
          @click=${this.delete}
        >
          ${t.confirm}
        </button>
      </div>
    </modal-dialog>`;
  }

  private async delete(): Promise<void> {
    const { pipelineId } = this.pipeline;
    // This element goes when the page learns of the deletion, which may be before the answer.
    const page = pageOf(this);
    this.deleting = true;
    try {
      await this.api.deletePipeline(pipelineId);
      this.problem = "";
      this.dialog.close();
      notify(page, "success", texts.filters.settings.deleted(pipelineId));
      this.fire("pipeline-deleted", pipelineId);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      this.problem = error.message;
    } finally {
      this.deleting = false;
    }
  }

  private fire<T>(name: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(name, { detail }));
  }

  static override styles = [
    shared,
    controls,
    css`
      .settings {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.875rem;
        padding: 0.25rem 0 0.75rem;
      }
      .delete {
        justify-self: start;
        border-color: var(--safelight);
        color: var(--safelight);
      }
      .answers {
        justify-content: flex-end;
        padding-top: 1rem;
      }
    `,
  ];
}
