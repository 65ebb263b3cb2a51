import { LitElement, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Rpc } from "../api/rpc";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import "./file-drop";
import "./image-grid";
import { messageOf } from "./problems";
import { ConfigService, type AvailableImage } from "../gen/darkroom/v1/config_service_pb";
import { skeleton } from "./skeleton";
import { fetchImage, publishImage, publishable, stillStreamOf } from "./still";
import { sourceStyles } from "./styles";

/** An image that is now the newest frame of a stream. */
export interface Published {
  name: string;
  streamId: string;
}

/**
 * Shows the gateway's images, publishes the one that the user chooses, or one from the computer,
 * and then fires `published` with a {@link Published}. Fires `images-loaded` with the images.
 */
@customElement("image-picker")
export class ImagePicker extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  @property({ attribute: false }) base!: URL;
  /** The stream to publish to; unset: one that is named after the image. */
  @property() streamId: string | undefined;
  /** Whether it is shown; the images are loaded each time it is. */
  @property({ type: Boolean }) shown = false;
  @state() private images: AvailableImage[] | undefined;
  @state() private error = "";
  @state() private busy = false;
  /** Why the last image was not published. */
  @state() private refusal = "";

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("shown") && this.shown) {
      void this.load();
    }
  }

  override render() {
    const words = texts.sources.images;
    return html`<div class="stack" aria-busy=${this.busy}>
      <file-drop
        label=${words.upload}
        hint=${words.drop}
        accept="image/*"
        name="image-file"
        @file-given=${(event: CustomEvent<File>) => this.publishFile(event.detail)}
      ></file-drop>
      <div role="alert" data-testid="image-error">
        ${this.refusal ? html`<p class="problem">${this.refusal}</p>` : nothing}
      </div>
      ${this.content()}
    </div>`;
  }

  private content() {
    if (!this.images) {
      return this.error ? html`<p class="problem" role="alert">${this.error}</p>` : skeleton(3);
    }
    return this.images.length === 0
      ? html`<p class="empty" data-testid="images-empty">${texts.sources.images.empty}</p>`
      : html`<image-grid
          .images=${this.images}
          .base=${this.base}
          @image-chosen=${(event: CustomEvent<AvailableImage>) => this.publishKnown(event.detail)}
        ></image-grid>`;
  }

  private async load(): Promise<void> {
    try {
      const { images } = await this.rpc.client(ConfigService).listAvailableImages({});
      this.images = images;
      this.error = "";
      this.dispatchEvent(new CustomEvent<AvailableImage[]>("images-loaded", { detail: images }));
    } catch (error) {
      this.error = messageOf(error);
    }
  }

  private publishKnown({ imageId, name }: AvailableImage): Promise<void> {
    const image = new URL(`images/${encodeURIComponent(imageId)}`, this.base);
    return this.publish(name || imageId, imageId, () => fetchImage(image));
  }

  private publishFile(file: File): Promise<void> {
    return this.publish(file.name, file.name, () =>
      publishable(file).catch(() => {
        throw new Unreadable(texts.sources.images.unreadable(file.name));
      }),
    );
  }

  private async publish(name: string, id: string, image: () => Promise<Blob>): Promise<void> {
    if (this.busy) {
      return;
    }
    const streamId = this.streamId ?? stillStreamOf(id);
    this.busy = true;
    this.refusal = "";
    try {
      await publishImage(this.base, streamId, await image());
    } catch (error) {
      this.refusal = error instanceof Unreadable ? error.message : messageOf(error);
      return;
    } finally {
      this.busy = false;
    }
    const detail: Published = { name, streamId };
    this.dispatchEvent(new CustomEvent<Published>("published", { detail }));
  }

  static override styles = [shared, sourceStyles];
}

/** The browser cannot read a file as an image; the message is for the user. */
class Unreadable extends Error {}
