import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { FrameFeed, type FeedListener, type FeedState } from "../frames/feed";
import type { Frame } from "../frames/frame";
import { FrameReadings, type Reading } from "../frames/readings";
import { type Renderer, createRenderer } from "../frames/renderer";
import { shared } from "../styles/shared";

const READING_MILLIS = 250;

/**
 * Shows the live frames of one WebSocket. Draws directly on the canvas, without Lit, and fires
 * `reading` events with its statistics four times a second. The source of a panel never changes.
 */
@customElement("frame-panel")
export class FramePanel extends LitElement implements FeedListener {
  /** Absolute WebSocket URL of the frames. */
  @property() source = "";
  @property() label = "";
  @property() detail = "";
  /** Test id of the canvas. */
  @property() name = "";
  @state() private feedState: FeedState = "connecting";
  @state() private started = false;
  @query("canvas") private canvas!: HTMLCanvasElement;
  private readonly readings = new FrameReadings();
  private feed: FrameFeed | undefined;
  private renderer: Renderer | undefined;
  private frames = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly onVisibility = () => this.follow();

  override firstUpdated(): void {
    this.renderer = createRenderer(this.canvas);
    this.feed = new FrameFeed(this.source, this);
    this.follow();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.onVisibility);
    this.timer = setInterval(() => this.report(), READING_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.onVisibility);
    clearInterval(this.timer);
    this.feed?.stop();
    this.renderer?.dispose();
  }

  async draw(frame: Frame): Promise<void> {
    this.readings.received(frame);
    await this.renderer!.draw(frame.image);
    this.readings.drawn(frame, Date.now());
    this.frames++;
    this.started = true;
    this.mark(frame);
  }

  skipped(frame: Frame | undefined, reason: "late" | "undrawable" | "undecodable"): void {
    if (frame && reason === "late") {
      this.readings.received(frame);
    }
    this.readings.skipped(reason);
  }

  feedChanged(state: FeedState): void {
    this.feedState = state;
  }

  override render() {
    return html`<figure>
      <figcaption>
        <span class="label">${this.label}</span>
        <span class="muted number">${this.detail}</span>
      </figcaption>
      <div class="screen">
        <canvas
          width="16"
          height="9"
          role="img"
          aria-label="${this.label}: live frames"
          data-testid=${this.name}
          data-frames="0"
        ></canvas>
        ${this.overlay()}
      </div>
    </figure>`;
  }

  private overlay() {
    if (this.feedState === "retrying") {
      return html`<p class="overlay"><span>Connection lost, reconnecting</span></p>`;
    }
    return this.started
      ? nothing
      : html`<p class="overlay"><span>Waiting for the first frame</span></p>`;
  }

  private follow(): void {
    if (document.hidden) {
      this.feed?.stop();
    } else {
      this.feed?.start();
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
      figcaption {
        display: flex;
        justify-content: space-between;
        gap: 1rem;
        padding: 0 0.125rem 0.5rem;
        font-size: 0.8125rem;
      }
      .label {
        font-weight: 600;
      }
      .screen {
        position: relative;
        aspect-ratio: 16 / 9;
        box-shadow: 0 0 0 1px var(--line);
        border-radius: var(--radius);
        background: #000;
        overflow: hidden;
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
        color: var(--muted);
        background: rgb(11 9 9 / 0.6);
      }
      .overlay span {
        padding: 0.375rem 0.875rem;
        border-radius: var(--radius);
        background: var(--ground);
      }
    `,
  ];
}
