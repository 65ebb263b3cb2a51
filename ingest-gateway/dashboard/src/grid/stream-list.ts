import { LitElement, type PropertyValues, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Stream } from "../api/model";
import { shared } from "../styles/shared";

/** Lists the streams; fires `stream-chosen` with the id of a selected stream. */
@customElement("stream-list")
export class StreamList extends LitElement {
  @property({ attribute: false }) streams: Stream[] = [];
  @property() selected: string | undefined;
  /** Whether the connection is lost, so that the status of the streams is unknown. */
  @property({ type: Boolean }) stale = false;

  override render() {
    return html`<nav aria-labelledby="heading">
      <h2 id="heading">Streams</h2>
      <ul data-testid="stream-list">
        ${this.streams.map((stream) => this.item(stream))}
      </ul>
    </nav>`;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("selected")) {
      this.renderRoot
        .querySelector('[aria-current="true"]')
        ?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  private item(stream: Stream) {
    const selected = stream.streamId === this.selected;
    return html`<li>
      <button
        data-testid="stream-item"
        data-stream-id=${stream.streamId}
        aria-current=${selected ? "true" : "false"}
        @click=${() => this.choose(stream.streamId)}
      >
        <span class="dot ${this.stale ? "" : stream.state}"></span>
        <span class="name">${stream.streamId}</span>
        <span class="facts muted number">${this.stale ? "unknown" : facts(stream)}</span>
      </button>
    </li>`;
  }

  private choose(detail: string): void {
    this.dispatchEvent(new CustomEvent("stream-chosen", { detail }));
  }

  static override styles = [
    shared,
    css`
      h2 {
        padding: 0 0.75rem 0.5rem;
      }
      ul {
        display: flex;
        flex-direction: column;
        gap: 2px;
      }
      button {
        display: grid;
        grid-template-columns: auto 1fr;
        align-items: center;
        gap: 0 0.625rem;
        width: 100%;
        padding: 0.5rem 0.75rem;
        border: 1px solid transparent;
        border-radius: var(--radius);
        background: none;
        text-align: left;
      }
      button:hover {
        background: var(--surface);
      }
      button[aria-current="true"] {
        background: var(--safelight-dim);
        border-color: color-mix(in srgb, var(--safelight) 45%, transparent);
      }
      button[aria-current="true"] .facts {
        color: #d9bdb7;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .facts {
        grid-column: 2;
        font-size: 0.75rem;
        white-space: nowrap;
      }
      .dot {
        width: 0.5rem;
        height: 0.5rem;
        border-radius: 50%;
        border: 1.5px solid var(--edge);
      }
      .dot.live {
        border-color: var(--safelight);
        background: var(--safelight);
        box-shadow: 0 0 8px var(--safelight);
      }
      @media (max-width: 820px) {
        ul {
          flex-direction: row;
          overflow-x: auto;
          padding-bottom: 0.25rem;
        }
        li {
          flex: 0 0 auto;
          max-width: 15rem;
        }
        button {
          border-color: var(--line);
        }
      }
    `,
  ];
}

function facts(stream: Stream): string {
  const size = stream.lastFrame?.widthPx
    ? `${stream.lastFrame.widthPx} × ${stream.lastFrame.heightPx}`
    : "";
  const rate = stream.state === "live" ? `live, ${stream.fps.toFixed(1)} fps` : stream.state;
  return size ? `${rate} · ${size}` : rate;
}
