import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Rpc } from "../api/rpc";
import type { AvailableImage } from "../gen/darkroom/v1/config_service_pb";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { attempt } from "./attempt";
import { choose } from "./choose";
import { choiceField } from "./fields";
import { type Folder, foldersOf } from "./folders";
import type { Published } from "./image-picker";
import "./image-picker";
import { SourceService } from "../gen/darkroom/v1/source_service_pb";
import { formStyles, sourceStyles } from "./styles";
import { freeName } from "./test-picture";
import { sourceIdOf } from "./video-facts";

const RATES = ["0.2", "0.5", "1", "2", "5", "10"];

/** The gateway's images: one as a still, or a folder as a slide show. Fires `input-chosen`. */
@customElement("image-library")
export class ImageLibrary extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  @property({ attribute: false }) base!: URL;
  @property({ type: Boolean }) shown = false;
  /** Ids that exist. */
  @property({ attribute: false }) taken: string[] = [];
  @state() private folders: Folder[] = [];
  @state() private rate = "1";

  override render() {
    return html`<div class="stack">
      <h3>${texts.sources.images.heading}</h3>
      <image-picker
        .rpc=${this.rpc}
        .base=${this.base}
        .shown=${this.shown}
        @images-loaded=${(event: CustomEvent<AvailableImage[]>) =>
          (this.folders = foldersOf(event.detail.map(({ imageId }) => imageId)))}
        @published=${({ detail }: CustomEvent<Published>) =>
          choose(
            this,
            detail.streamId,
            texts.sources.images.published(detail.name, detail.streamId),
          )}
      ></image-picker>
      ${this.folders.length > 0 ? this.slideShows() : nothing}
    </div>`;
  }

  private slideShows() {
    const words = texts.sources.images;
    return html`<section class="stack" aria-labelledby="folders">
      <h3 id="folders">${words.folders}</h3>
      <div @change=${(event: Event) => (this.rate = (event.target as HTMLSelectElement).value)}>
        ${choiceField(
          { name: "rate", label: words.interval, value: this.rate },
          RATES.map((value) => ({ value, label: value })),
        )}
      </div>
      <ul>
        ${this.folders.map((folder) => this.folder(folder))}
      </ul>
    </section>`;
  }

  private folder({ path, count }: Folder) {
    const words = texts.sources.images;
    const name = path === "." ? words.allImages : path;
    return html`<li class="row">
      <span class="name">${words.folderLabel(name, count)}</span>
      <button
        class="small"
        data-testid="slideshow-${path}"
        aria-label=${texts.sources.list.named(words.play, name)}
        @click=${() => this.play(path, name)}
      >
        ${words.play}
      </button>
    </li>`;
  }

  private async play(path: string, name: string): Promise<void> {
    const base = path === "." ? "images" : sourceIdOf(`${path}.`);
    const sourceId = freeName(base, this.taken);
    const source = { sourceId, uri: `images:${path}`, fps: Number(this.rate), loop: true };
    const call = () => this.rpc.client(SourceService).putSource({ source, createOnly: true });
    if (await attempt(this, call)) {
      choose(this, sourceId, texts.sources.images.playing(name, sourceId));
    }
  }

  static override styles = [
    shared,
    sourceStyles,
    formStyles,
    css`
      ul {
        display: grid;
        gap: 0.375rem;
      }
      .name {
        flex: 1;
        overflow-wrap: anywhere;
      }
    `,
  ];
}
