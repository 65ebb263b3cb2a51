import { LitElement, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { Api } from "../api/api";
import { Directory } from "../api/directory";
import type { Pipeline } from "../api/model";
import { Rpc } from "../api/rpc";
import { readAddress, writeAddress } from "../grid/address";
import { firstView } from "../grid/feeds";
import { EMPTY, type Layout, MAX_PANELS, type View, add, show } from "../grid/layout";
import "../grid/panel-grid";
import type { PanelReading } from "../grid/view-panel";
import type { ImageSelector } from "../sources/image-selector";
import type { SourceDrawer } from "../sources/source-drawer";
import { StillRefresh } from "../sources/still-refresh";
import { shared } from "../styles/shared";
import type { SystemView } from "../system/system-view";
import { texts } from "../texts";
import { appStyles } from "./app-styles";
import "./connection-banner";
import "./first-stream";
import { type Notice, notify } from "./notify";
import "./page-header";
import { applyTheme, chosenTheme } from "./theme";
import "./toast-list";
import type { ToastList } from "./toast-list";

const ROOT = new URL("./", document.baseURI);
const BASE = new URL("v1/", document.baseURI);
const SOCKETS = new URL(BASE.href.replace(/^http/, "ws"));

/** The page: a grid of panels beside the controls of the selected one. The address has the layout. */
@customElement("darkroom-app")
export class DarkroomApp extends LitElement {
  @state() private layout: Layout = readAddress(location.hash);
  @state() private reading: PanelReading | undefined;
  @state() private inspecting = true;
  @query("toast-list") private toasts!: ToastList;
  @query("source-drawer") private drawer!: SourceDrawer;
  @query("image-selector") private images!: ImageSelector;
  @query("system-view") private system!: SystemView;
  private readonly api = new Api(BASE);
  private readonly rpc = Rpc.at(ROOT);
  private readonly directory = new Directory(this.rpc, this.api, () => this.learned());
  private readonly stills = new StillRefresh(BASE);
  /** Whether the panels were chosen by the address, the user, or as the first view. */
  private chosen = this.layout.panels.length > 0;
  private readonly onHash = () => {
    this.layout = readAddress(location.hash, this.layout);
    this.chosen ||= this.layout.panels.length > 0;
  };
  private readonly onVisibility = () =>
    document.hidden ? this.directory.stop() : this.directory.start();

  override connectedCallback(): void {
    super.connectedCallback();
    applyTheme(chosenTheme());
    window.addEventListener("hashchange", this.onHash);
    document.addEventListener("visibilitychange", this.onVisibility);
    this.addEventListener("notice", this.onNotice);
    void import("../session/page-session");
    void import("../grid/panel-inspector");
    void import("../tracing/start").then(({ startTracing }) => startTracing(this.rpc, BASE));
    this.onVisibility();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.onHash);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.removeEventListener("notice", this.onNotice);
    this.directory.stop();
  }

  override render() {
    return html`<page-header
        .rpc=${this.rpc}
        .job=${this.directory.catalogue.job}
        @add-wanted=${this.openDrawer}
        @system-wanted=${this.openSystem}
      ></page-header>
      <connection-banner
        .outage=${this.directory.outage}
        @retry=${() => this.directory.retryNow()}
      ></connection-banner>
      <div class="body ${this.inspecting ? "" : "wide"}">
        <main>${this.content()}</main>
        ${this.selectedPanel ? this.side() : nothing}
      </div>
      <source-drawer
        .rpc=${this.rpc}
        .base=${BASE}
        .sockets=${SOCKETS}
        .streams=${this.directory.streams ?? []}
        @stream-chosen=${(event: CustomEvent<string>) => this.watchStream(event.detail)}
      ></source-drawer>
      <image-selector .rpc=${this.rpc} .base=${BASE}></image-selector>
      <system-view .rpc=${this.rpc} .catalogue=${this.directory.catalogue}></system-view>
      <toast-list></toast-list>`;
  }

  private content() {
    const { streams, pipelines, catalogue } = this.directory;
    if (!streams || !pipelines) {
      return html`<div class="skeleton" role="status" data-testid="skeleton">
        <span class="visually-hidden">${texts.app.loading}</span>
      </div>`;
    }
    if (this.layout.panels.length === 0) {
      return streams.length === 0 ? html`<first-stream></first-stream>` : this.empty();
    }
    return html`<panel-grid
      .layout=${this.layout}
      .streams=${streams}
      .pipelines=${pipelines}
      .devices=${catalogue.job?.devices ?? []}
      .sockets=${SOCKETS}
      @layout-changed=${(event: CustomEvent<Layout>) => this.change(event.detail)}
      @image-wanted=${(event: CustomEvent<string>) => this.chooseImage(event.detail)}
      @panel-reading=${(event: CustomEvent<PanelReading>) => this.read(event.detail)}
    ></panel-grid>`;
  }

  private empty() {
    return html`<section class="empty">
      <h2>${texts.grid.empty}</h2>
      <p class="muted">${texts.grid.emptyHint}</p>
      <button @click=${this.openDrawer}>${texts.grid.addPanel}</button>
    </section>`;
  }

  private side() {
    const panel = this.selectedPanel!;
    const label = this.inspecting ? texts.app.hideInspector : texts.app.showInspector;
    return html`<aside aria-label=${texts.app.inspector}>
      <button
        class="fold"
        aria-expanded=${String(this.inspecting)}
        data-testid="toggle-inspector"
        @click=${() => (this.inspecting = !this.inspecting)}
      >
        ${label}
      </button>
      ${
        this.inspecting
          ? html`<panel-inspector
              .api=${this.api}
              .rpc=${this.rpc}
              .panel=${panel}
              .streams=${this.directory.streams ?? []}
              .pipelines=${this.directory.pipelines ?? []}
              .catalogue=${this.directory.catalogue}
              .reading=${this.reading?.number === panel.number ? this.reading : undefined}
              @view-chosen=${(event: CustomEvent<View>) =>
                this.change(show(this.layout, panel.number, event.detail))}
              @pipeline-changed=${this.onPipelineChanged}
              @pipeline-deleted=${(event: CustomEvent<string>) =>
                this.directory.forget(event.detail)}
            ></panel-inspector>`
          : nothing
      }
    </aside>`;
  }

  private get selectedPanel() {
    const { panels, selected } = this.layout;
    return this.directory.pipelines && panels.find(({ number }) => number === selected);
  }

  /** The directory has changed. */
  private learned(): void {
    const { streams, pipelines } = this.directory;
    if (!this.chosen && streams && pipelines) {
      const view = firstView(streams, pipelines);
      if (view) {
        this.chosen = true;
        this.change(add(EMPTY, view));
      }
    }
    this.requestUpdate();
  }

  private watchStream(streamId: string): void {
    this.chosen = true;
    if (this.layout.panels.length >= MAX_PANELS) {
      notify(this, "warning", texts.grid.full);
      return;
    }
    this.change(add(this.layout, { main: { kind: "stream", id: streamId } }));
  }

  /** Shows the result when a pipeline was added to the raw stream that the panel shows. */
  private onPipelineChanged(event: CustomEvent<Pipeline>): void {
    const { pipelineId: id, streamId } = event.detail;
    this.directory.replace(event.detail);
    this.stills.changed(streamId);
    const panel = this.selectedPanel;
    const { main, other } = panel?.view ?? {};
    if (panel && main?.kind === "stream" && main.id === streamId && !other) {
      const view: View = { main, other: { kind: "pipeline", id } };
      this.change(show(this.layout, panel.number, view));
    }
  }

  private change(layout: Layout): void {
    const before = this.layout;
    this.layout = layout;
    const address = writeAddress(layout);
    // Selecting and moving panels make no step to go back to.
    const step = layout.panels.length !== before.panels.length && this.chosen;
    if (address !== location.hash) {
      history[step ? "pushState" : "replaceState"](null, "", address);
    }
  }

  private read(reading: PanelReading): void {
    if (reading.number === this.layout.selected) {
      this.reading = reading;
    }
  }

  private onNotice(event: Event): void {
    this.toasts.add((event as CustomEvent<Notice>).detail);
  }

  private async openDrawer(): Promise<void> {
    await import("../sources/source-drawer");
    await this.drawer.open();
  }

  private async chooseImage(streamId: string): Promise<void> {
    await import("../sources/image-selector");
    await this.images.choose(streamId);
  }

  private async openSystem(): Promise<void> {
    await import("../system/system-view");
    await this.system.open();
  }

  static override styles = [shared, appStyles];
}
