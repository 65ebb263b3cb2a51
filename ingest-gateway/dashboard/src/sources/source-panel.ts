import { LitElement, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Source } from "../gen/darkroom/v1/source_pb";
import { SourceService } from "../gen/darkroom/v1/source_service_pb";
import { type Rpc, failureOf } from "../api/rpc";
import { sourceFacts } from "./source-facts";
import { panelStyles } from "../styles/panel";
import { shared } from "../styles/shared";
import { Mirror } from "../api/mirror";
import { Watch } from "../api/watch";

/** Lists the sources with their status, and has a form to add one. */
@customElement("source-panel")
export class SourcePanel extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  /** Whether the panel is open. */
  @property({ type: Boolean }) shown = false;
  @state() private sources: Source[] | undefined;
  @state() private watchError = "";
  @state() private callErrors: string[] = [];
  @query("form") private form!: HTMLFormElement;
  private readonly mirror = new Mirror<Source>((source) => source.sourceId);
  private readonly watch = new Watch((signal) => this.watchSources(signal), {
    received: ({ sources, deletedSourceIds, ...state }) => {
      const all = this.mirror.apply({ changed: sources, deleted: deletedSourceIds, ...state });
      this.sources = all ?? this.sources;
      this.watchError = "";
    },
    failed: (error) => (this.watchError = failureOf(error).message),
  });
  private readonly follow = () =>
    this.shown && !document.hidden && this.isConnected ? this.watch.start() : this.watch.stop();

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.follow);
    this.watch.stop();
  }

  override updated(): void {
    this.follow();
  }

  override render() {
    return html`${this.watchError ? html`<p class="muted">${this.watchError}</p>` : nothing}
      <ul data-testid="source-list">
        ${this.sources?.map((source) => this.item(source))}
      </ul>
      ${this.addForm()}`;
  }

  private watchSources(signal: AbortSignal) {
    return this.rpc.client(SourceService).watchSources({ from: this.mirror.from }, { signal });
  }

  private item(source: Source) {
    const { sourceId, stopped, status } = source;
    return html`<li data-source-id=${sourceId}>
      <span class="name">${sourceId}</span>
      <span class="facts muted">${source.uri}</span>
      <span class="facts number ${status?.state === "live" ? "live" : "muted"}"
        >${sourceFacts(source)}</span
      >
      <div class="actions">
        ${
          stopped
            ? this.action("Start", sourceId, () => this.rpc.client(SourceService).startSource({ sourceId }))
            : this.action("Stop", sourceId, () => this.rpc.client(SourceService).stopSource({ sourceId }))
        }
        ${status?.duration ? this.action("Restart", sourceId, () => this.seek(sourceId)) : nothing}
        ${this.action("Delete", sourceId, () => this.rpc.client(SourceService).deleteSource({ sourceId }))}
      </div>
    </li>`;
  }

  private action(name: string, sourceId: string, call: () => Promise<unknown>) {
    return html`<button aria-label="${name}: ${sourceId}" @click=${() => this.attempt(call)}>
      ${name}
    </button>`;
  }

  private seek(sourceId: string): Promise<unknown> {
    return this.rpc.client(SourceService).seekSource({ sourceId, position: { seconds: 0n, nanos: 0 } });
  }

  private addForm() {
    return html`<form @submit=${this.add} novalidate>
      <label>Name <input name="sourceId" placeholder="lobby" autocomplete="off" /></label>
      <label>Address
        <input name="uri" placeholder="rtsp://camera/stream" autocomplete="off" spellcheck="false"
      /></label>
      <label>Frames per second, 0 for all
        <input name="fps" type="number" min="0" max="240" step="any" value="0"
      /></label>
      <label class="check"><input name="loop" type="checkbox" /> Loop</label>
      <div class="actions"><button type="submit" data-testid="source-add">Add source</button></div>
      ${this.callErrors.length ? html`<div role="alert" data-testid="source-error">
        ${this.callErrors.map((problem) => html`<p>${problem}</p>`)}
      </div>` : nothing}
    </form>`;
  }

  private async add(event: Event): Promise<void> {
    event.preventDefault();
    const given = new FormData(this.form);
    const source = {
      sourceId: String(given.get("sourceId")).trim(),
      uri: String(given.get("uri")).trim(),
      fps: Number(given.get("fps")) || undefined,
      loop: given.has("loop"),
    };
    if (await this.attempt(() => this.rpc.client(SourceService).putSource({ source }))) {
      this.form.reset();
    }
  }

  private async attempt(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await call();
      this.callErrors = [];
      return true;
    } catch (error) {
      this.callErrors = [failureOf(error).message];
      return false;
    }
  }

  static override styles = [shared, panelStyles];
}
