import { LitElement, html, nothing } from "lit";
import { customElement, property, queryAll, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { Pipeline, Stream } from "../api/model";
import { notify } from "../app/notify";
import type { Reading } from "../frames/readings";
import { isStill } from "../sources/still";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import {
  addressOf,
  exists,
  feedOfOption,
  feedsOf,
  optionOf,
  snapshotOf,
  streamOf,
  titleOf,
  titleOfView,
} from "./feeds";
import "./frame-canvas";
import type { FrameCanvas } from "./frame-canvas";
import { icons } from "../styles/icons";
import type { Feed, Panel, View } from "./layout";
import { acceleratorOf, fpsOf, latencyOf, lostOf, reasonsOf } from "./reading-texts";
import "./split-view";
import { viewPanelStyles } from "./view-panel-styles";

/** The statistics of a panel's pictures. */
export interface PanelReading {
  number: number;
  main: Reading | undefined;
  other: Reading | undefined;
}

/**
 * One panel of the grid: the frames of a stream or pipeline, or two of them with a split. Fires
 * `view-chosen` (a {@link View}), `panel-removed`, `image-wanted` (the id of a stream), and `panel-reading` four times a second.
 */
@customElement("view-panel")
export class ViewPanel extends LitElement {
  @property({ attribute: false }) panel!: Panel;
  @property({ attribute: false }) streams: readonly Stream[] = [];
  @property({ attribute: false }) pipelines: readonly Pipeline[] = [];
  /** Names of the GPUs that the job uses. */
  @property({ attribute: false }) devices: readonly string[] = [];
  /** Root of the gateway's WebSocket URLs. */
  @property({ attribute: false }) sockets!: URL;
  @property({ type: Boolean }) selected = false;
  @state() private paused = false;
  @state() private main: Reading | undefined;
  @state() private other: Reading | undefined;
  @queryAll("frame-canvas") private canvases!: NodeListOf<FrameCanvas>;

  override render() {
    const { number, view } = this.panel;
    return html`<figure
      data-testid="source-card-${number}"
      aria-label=${texts.grid.panel(number, titleOfView(view))}
      aria-current=${this.selected ? "true" : "false"}
    >
      <figcaption>
        <slot name="move"></slot>
        ${this.choice(view)} ${this.buttons(view)}
      </figcaption>
      <div class="screen">${view.other ? this.comparison(view) : this.picture(view.main, "")}</div>
      ${this.numbers()}
    </figure>`;
  }

  private choice({ main, other }: View) {
    return html`<select
      aria-label=${texts.grid.show}
      data-testid="panel-view"
      @change=${(event: Event) => this.choose(event, other)}
    >
      ${this.options(main)}
    </select>`;
  }

  private options(main: Feed) {
    const raw = this.streams.map(({ streamId }): Feed => ({ kind: "stream", id: streamId }));
    const made = this.pipelines.map(({ pipelineId }): Feed => ({
      kind: "pipeline",
      id: pipelineId,
    }));
    const known = exists(main, this.streams, this.pipelines);
    return html`${known ? nothing : option(main, main)}
      <optgroup label=${texts.grid.streams}>${raw.map((feed) => option(feed, main))}</optgroup>
      <optgroup label=${texts.grid.pipelines}>${made.map((feed) => option(feed, main))}</optgroup>`;
  }

  private buttons(view: View) {
    const { pause, resume } = texts.grid;
    return html`${this.button("compare", texts.grid.compare, icons.compare, this.compare, !!view.other)}
    ${this.button("pause", this.paused ? resume : pause, this.paused ? icons.resume : icons.pause, this.pause)}
    ${this.still ? this.button("change-image-button", texts.grid.changeImage, icons.image, this.changeImage) : nothing}
    ${this.button("snapshot", texts.grid.snapshot, icons.snapshot, this.save)}
    ${this.button("full-screen", texts.grid.fullScreen, icons.fullScreen, this.fill)}
    ${this.button("source-close-button", texts.grid.remove, icons.remove, this.close)}`;
  }

  private button(name: string, label: string, icon: unknown, act: () => void, pressed?: boolean) {
    return html`<button
      title=${label}
      aria-label=${label}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      data-testid=${name}
      @click=${act}
    >
      ${icon}
    </button>`;
  }

  /** The stream of the panel if it shows an image. */
  private get still(): string | undefined {
    const stream = streamOf(this.panel.view.main, this.pipelines);
    return stream && isStill(stream) ? stream : undefined;
  }

  private changeImage(): void {
    this.dispatchEvent(
      new CustomEvent("image-wanted", { detail: this.still, bubbles: true, composed: true }),
    );
  }

  private comparison({ main, other }: View) {
    return html`<split-view>
      ${this.picture(main, "left")} ${this.picture(other!, "right")}
    </split-view>`;
  }

  private picture(feed: Feed, slot: "" | "left" | "right") {
    const report = (event: CustomEvent<Reading>) => this.report(slot, event.detail);
    return keyed(
      optionOf(feed),
      html`<frame-canvas
        slot=${slot || nothing}
        name=${feed.kind === "stream" ? "panel-raw" : "panel-processed"}
        label=${texts.grid.live(titleOf(feed))}
        .source=${addressOf(feed, this.sockets)}
        ?paused=${this.paused}
        ?missing=${!exists(feed, this.streams, this.pipelines)}
        @reading=${report}
      ></frame-canvas>`,
    );
  }

  private numbers() {
    const reading = this.reading;
    if (!reading) {
      return html`<p class="numbers">${texts.grid.none}</p>`;
    }
    const lost = lostOf(reading);
    const reasons = reasonsOf(reading.lost).map(([words, count]) => `${count} ${words}`);
    return html`<p class="numbers">
      <span title=${texts.grid.fpsHint} data-testid="panel-fps">${fpsOf(reading)}</span>
      <span title=${texts.grid.latencyHint} data-testid="panel-latency">${latencyOf(reading)}</span>
      <span class=${lost ? "warning" : ""} title=${reasons.join("\n")} data-testid="panel-lost"
        >${texts.grid.lost(lost)}</span
      >
      ${this.accelerator(reading)}
    </p>`;
  }

  private accelerator({ lineage }: Reading) {
    return lineage
      ? html`<span
          class="accelerator ${lineage.fellBack ? "warning" : ""}"
          data-testid="panel-accelerator"
          >${acceleratorOf(lineage, this.devices)}</span
        >`
      : nothing;
  }

  /** The statistics to show: those of a processed picture rather than of a raw one. */
  private get reading(): Reading | undefined {
    return this.panel.view.other?.kind === "pipeline" ? (this.other ?? this.main) : this.main;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get("panel") as Panel | undefined;
    if (before && before.view !== this.panel.view) {
      this.main = undefined;
      this.other = undefined;
    }
  }

  private report(slot: string, reading: Reading): void {
    if (slot === "right") {
      this.other = reading;
      return;
    }
    this.main = reading;
    const detail: PanelReading = { number: this.panel.number, main: reading, other: this.other };
    this.dispatchEvent(new CustomEvent("panel-reading", { detail, bubbles: true, composed: true }));
  }

  private choose(event: Event, other: Feed | undefined): void {
    const main = feedOfOption((event.target as HTMLSelectElement).value);
    if (main) {
      const comparable =
        other && streamOf(other, this.pipelines) === streamOf(main, this.pipelines);
      this.show(comparable ? { main, other } : { main });
    }
  }

  /** Shows the raw stream at the left of a pipeline, or ends the comparison. */
  private compare(): void {
    const { main, other } = this.panel.view;
    if (other) {
      this.show({ main: other.kind === "pipeline" ? other : main });
      return;
    }
    const stream = streamOf(main, this.pipelines);
    const [raw, first] = stream ? feedsOf(stream, this.pipelines) : [];
    const processed = main.kind === "pipeline" ? main : first;
    if (raw && processed) {
      this.show({ main: raw, other: processed });
    } else {
      notify(this, "info", texts.grid.nothingToCompare);
    }
  }

  private show(detail: View): void {
    this.dispatchEvent(new CustomEvent<View>("view-chosen", { detail }));
  }

  private pause(): void {
    this.paused = !this.paused;
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent("panel-removed"));
  }

  private fill(): void {
    void (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen());
  }

  /** Saves the newest frame in full size, or the picture of a paused panel. */
  private async save(): Promise<void> {
    const { main, other } = this.panel.view;
    const feed = other ?? main;
    const canvas = [...this.canvases].at(-1)!;
    try {
      const picture = this.paused ? await canvas.picture() : await newestOf(feed, this.sockets);
      download(picture, nameOf(feed, picture.type));
    } catch {
      notify(this, "error", texts.grid.notSaved);
    }
  }

  static override styles = [shared, viewPanelStyles];
}

async function newestOf(feed: Feed, sockets: URL): Promise<Blob> {
  const response = await fetch(snapshotOf(feed, sockets));
  if (!response.ok) {
    throw new Error(`snapshot: HTTP status ${response.status}`);
  }
  return response.blob();
}

function nameOf({ id }: Feed, type: string): string {
  const time = new Date().toISOString().replace(/[:.]/g, "-");
  return `${id}-${time}.${type === "image/png" ? "png" : "jpg"}`;
}

function download(picture: Blob, name: string): void {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(picture);
  link.click();
  URL.revokeObjectURL(link.href);
}

function option(feed: Feed, chosen: Feed) {
  const value = optionOf(feed);
  return html`<option value=${value} .selected=${value === optionOf(chosen)}>
    ${titleOf(feed)}
  </option>`;
}
