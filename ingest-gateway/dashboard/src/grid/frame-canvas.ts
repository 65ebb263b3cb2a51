import { LitElement, type PropertyValues, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { FrameFeed, type FeedListener, type FeedState } from "../frames/feed";
import type { Frame } from "../frames/frame";
import { FrameReadings, type Reading, type SkipReason } from "../frames/readings";
import { type Renderer, createRenderer } from "../frames/renderer";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { widthFor } from "./rendition";

const RESIZED_MILLIS = 300;
const READING_MILLIS = 250;

/**
 * Shows the live frames of one WebSocket while it is on the screen. Draws directly on the canvas,
 * without Lit, and fires `reading` events with its statistics four times a second.
 */
@customElement("frame-canvas")
export class FrameCanvas extends LitElement implements FeedListener {
  /** Absolute WebSocket URL of the frames. */
  @property() source = "";
  /** Describes the picture to screen readers. */
  @property() label = "";
  /** Test id of the canvas. */
  @property() name = "";
  @property({ type: Boolean }) paused = false;
  /** Whether the stream or pipeline is known not to exist. */
  @property({ type: Boolean }) missing = false;
  @state() private feedState: FeedState = "connecting";
  @state() private started = false;
  @query("canvas") private canvas!: HTMLCanvasElement;
  private readonly readings = new FrameReadings();
  private readonly onScreen = new IntersectionObserver((entries) => this.seen(entries));
  private readonly onSize = new ResizeObserver(() => this.resized());
  private visible = false;
  private resizing: ReturnType<typeof setTimeout> | undefined;
  private feed: FrameFeed | undefined;
  private renderer: Renderer | undefined;
  private frames = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly onVisibility = () => this.follow();

  override firstUpdated(): void {
    this.renderer = createRenderer(this.canvas);
    this.feed = new FrameFeed(this.address, this);
    this.follow();
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("source")) {
      this.feed?.follow(this.address);
    }
    this.follow();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.onVisibility);
    this.onScreen.observe(this);
    this.onSize.observe(this);
    this.timer = setInterval(() => this.report(), READING_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.onScreen.disconnect();
    this.onSize.disconnect();
    clearTimeout(this.resizing);
    clearInterval(this.timer);
    this.visible = false;
    this.feed?.stop();
    // The grid moves panels in the document: only one that stays away has no more use.
    queueMicrotask(() => this.isConnected || this.renderer?.dispose());
  }

  /** Copies the picture on the canvas to a PNG. */
  async picture(): Promise<Blob> {
    const copy = new OffscreenCanvas(this.canvas.width, this.canvas.height);
    copy.getContext("2d")!.drawImage(this.canvas, 0, 0);
    return copy.convertToBlob({ type: "image/png" });
  }

  async draw(frame: Frame): Promise<void> {
    this.readings.received(frame, Date.now());
    await this.renderer!.draw(frame.image);
    this.readings.drawn(frame, Date.now());
    this.frames++;
    this.started = true;
    this.mark(frame);
  }

  skipped(frame: Frame | undefined, reason: SkipReason): void {
    if (frame && reason === "late") {
      this.readings.received(frame, Date.now());
    }
    this.readings.skipped(reason);
  }

  dropped(counts: Record<string, number>): void {
    this.readings.dropped(counts);
  }

  feedChanged(state: FeedState): void {
    this.feedState = state;
    if (state === "open") {
      this.readings.opened();
    }
  }

  override render() {
    return html`<canvas
        width="16"
        height="9"
        role="img"
        aria-label=${this.label}
        data-testid=${this.name}
        data-frames="0"
      ></canvas>
      ${this.overlay()}`;
  }

  private overlay() {
    const problem = this.problem;
    return problem ? html`<p class="overlay"><span>${problem}</span></p>` : nothing;
  }

  private get problem(): string | undefined {
    if (this.missing || this.feedState === "gone") {
      return texts.grid.gone;
    }
    if (this.paused) {
      return texts.grid.paused;
    }
    if (this.feedState === "retrying") {
      return texts.grid.reconnecting;
    }
    return this.started ? undefined : texts.grid.waiting;
  }

  /** Asks for frames no wider than the picture. */
  private get address(): string {
    const address = new URL(this.source);
    const width = widthFor(this.clientWidth * devicePixelRatio);
    if (width) {
      address.searchParams.set("width", String(width));
    }
    return address.href;
  }

  /** Waits for the end of a change of size, since another width needs another connection. */
  private resized(): void {
    clearTimeout(this.resizing);
    this.resizing = setTimeout(() => this.feed?.follow(this.address), RESIZED_MILLIS);
  }

  private seen(entries: IntersectionObserverEntry[]): void {
    this.visible = entries.at(-1)!.isIntersecting;
    this.follow();
  }

  private follow(): void {
    const wanted = this.visible && !document.hidden && !this.paused && !this.missing;
    if (wanted) {
      this.feed?.start();
    } else {
      this.feed?.stop();
      this.readings.interrupted();
    }
  }

  private mark(frame: Frame): void {
    for (const element of [this, this.canvas]) {
      element.dataset.frames = String(this.frames);
      element.dataset.sequence = String(frame.sequence);
      if (frame.lineage) {
        element.dataset.revision = String(frame.lineage.revision);
      }
    }
  }

  private report(): void {
    const detail: Reading = this.readings.at(Date.now());
    this.dispatchEvent(new CustomEvent<Reading>("reading", { detail }));
  }

  static override styles = [
    shared,
    css`
      :host {
        position: absolute;
        inset: 0;
      }
      canvas {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: contain;
      }
      .overlay {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        padding: 1rem;
        text-align: center;
        color: #d8cdc8;
        background: rgb(11 9 9 / 0.6);
      }
      .overlay span {
        padding: 0.375rem 0.875rem;
        border-radius: var(--radius);
        background: #0b0909;
        font-size: 0.8125rem;
      }
    `,
  ];
}
