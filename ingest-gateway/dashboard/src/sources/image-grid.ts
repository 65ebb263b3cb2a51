import { LitElement, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { AvailableImage } from "../gen/darkroom/v1/config_service_pb";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { mediaStyles, sourceStyles } from "./styles";

/** Thumbnails of the gateway's images; fires `image-chosen` with the image. */
@customElement("image-grid")
export class ImageGrid extends LitElement {
  @property({ attribute: false }) images: AvailableImage[] = [];
  @property({ attribute: false }) base!: URL;

  override render() {
    return html`<ul data-testid="image-list">
      ${this.images.map((image) => html`<li>${this.item(image)}</li>`)}
    </ul>`;
  }

  private item(image: AvailableImage) {
    const { imageId, name, widthPx, heightPx } = image;
    const preview = new URL(`images/${encodeURIComponent(imageId)}/preview`, this.base);
    return html`<button data-testid="image-item-${imageId}" @click=${() => this.choose(image)}>
      <img class="thumb" src=${preview.href} alt="" loading="lazy" decoding="async" />
      <span class="name">${name || imageId}</span>
      <span class="hint number">${texts.sources.images.size(widthPx, heightPx)}</span>
    </button>`;
  }

  private choose(detail: AvailableImage): void {
    this.dispatchEvent(new CustomEvent<AvailableImage>("image-chosen", { detail }));
  }

  static override styles = [
    shared,
    sourceStyles,
    mediaStyles,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr));
        gap: 0.5rem;
      }
      button {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        width: 100%;
        padding: 0.375rem;
        text-align: left;
      }
      .name {
        overflow: hidden;
        font-size: 0.8125rem;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];
}
