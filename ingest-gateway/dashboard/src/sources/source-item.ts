import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import type { Input } from "./inputs";
import { isStill } from "./still";
import { sourceStyles } from "./styles";
import { isWebcam } from "./webcam/stream-name";

/** What a user can do with a source. */
export type SourceAction = "start" | "stop" | "restart" | "edit" | "remove";

/**
 * One input with its status and buttons. Fires `chosen` when it is to be shown, and `action` with
 * a {@link SourceAction}.
 */
@customElement("source-item")
export class SourceItem extends LitElement {
  @property({ attribute: false }) input!: Input;
  /** Root of the gateway's HTTP API. */
  @property({ attribute: false }) base!: URL;

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("button")?.focus();
  }

  override render() {
    const { id, source, words } = this.input;
    return html`<button
        class="choose"
        data-testid="source-item-${id}"
        data-tone=${words.tone}
        @click=${() => this.dispatchEvent(new CustomEvent("chosen"))}
      >
        ${this.picture()}
        <span class="name">${id}</span>
        <span class="state ${words.tone}"
          ><span class="dot"></span>${words.state}
          <span class="muted number" data-testid="source-facts">${words.facts}</span></span
        >
        <span class="address muted">${source?.uri ?? originOf(id)}</span>
        <span class="visually-hidden">. ${texts.sources.list.show(id)}</span>
      </button>
      ${
        words.trouble
          ? html`<p class=${words.tone === "bad" ? "problem" : "hint"} data-testid="source-trouble">
              ${words.trouble}
            </p>`
          : nothing
      }
      ${source ? this.actions() : nothing}`;
  }

  private picture() {
    const { streamId, stream } = this.input;
    // A stream that has ended may have no frame left.
    const shown = stream?.state === "live" && stream.lastFrame;
    const address = new URL(`streams/${encodeURIComponent(streamId)}/snapshot`, this.base);
    return html`<span class="picture">
      ${shown ? html`<img src=${address.href} alt="" loading="lazy" decoding="async" />` : nothing}
    </span>`;
  }

  private actions() {
    const words = texts.sources.list;
    const { source } = this.input;
    return html`<div class="actions">
      ${
        source!.stopped
          ? this.button("start", words.start)
          : html`${this.button("stop", words.stop)} ${this.button("restart", words.restart)}`
      }
      ${this.button("edit", words.edit)} ${this.button("remove", words.remove)}
    </div>`;
  }

  private button(detail: SourceAction, label: string) {
    const { id } = this.input;
    return html`<button
      class="small"
      data-testid="source-${detail}-${id}"
      aria-label=${texts.sources.list.named(label, id)}
      @click=${() => this.dispatchEvent(new CustomEvent<SourceAction>("action", { detail }))}
    >
      ${label}
    </button>`;
  }

  static override styles = [
    shared,
    sourceStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.375rem;
        padding: 0.5rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .choose {
        display: grid;
        grid-template-columns: 6rem minmax(0, 1fr);
        gap: 0 0.75rem;
        padding: 0.25rem;
        border: 0;
        background: none;
        text-align: left;
      }
      .picture {
        grid-row: 1 / 4;
        align-self: center;
        aspect-ratio: 16 / 9;
        overflow: hidden;
        border-radius: 6px;
        background: var(--raised);
      }
      img {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: cover;
      }
      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .state {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 0.5rem;
        font-size: 0.8125rem;
      }
      .dot {
        width: 0.5rem;
        height: 0.5rem;
        border: 1.5px solid var(--edge);
        border-radius: 50%;
      }
      .live .dot {
        border-color: var(--safelight);
        background: var(--safelight);
        box-shadow: 0 0 8px var(--safelight);
      }
      .bad .dot {
        border-color: var(--warning);
        background: var(--warning);
      }
      .address {
        overflow: hidden;
        font-size: 0.75rem;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];
}

/** Where the frames of a stream without a source come from. */
function originOf(streamId: string): string {
  const words = texts.sources.list;
  if (isWebcam(streamId)) {
    return words.webcam;
  }
  return isStill(streamId) ? words.image : words.other;
}
