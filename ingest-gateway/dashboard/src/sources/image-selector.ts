import { LitElement, html } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { ModalDialog } from "../app/modal-dialog";
import "../app/modal-dialog";
import { notify } from "../app/notify";
import type { Rpc } from "../api/rpc";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import type { Published } from "./image-picker";
import "./image-picker";

/**
 * A dialog to show another image on a stream. `choose` opens it; when the image is published, it
 * closes and fires `published` with the stream's id.
 */
@customElement("image-selector")
export class ImageSelector extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  /** Root of the gateway's HTTP API. */
  @property({ attribute: false }) base!: URL;
  /** Set while the dialog is open. */
  @state() private streamId: string | undefined;
  @query("modal-dialog") private dialog!: ModalDialog;

  /** Opens the dialog for a stream. */
  async choose(streamId: string): Promise<void> {
    this.streamId = streamId;
    await this.updateComplete;
    await this.dialog.open();
  }

  override render() {
    return html`<modal-dialog
      heading=${texts.sources.images.selectorHeading}
      name="image-selector-modal"
      @closed=${() => (this.streamId = undefined)}
    >
      <image-picker
        .rpc=${this.rpc}
        .base=${this.base}
        .streamId=${this.streamId}
        .shown=${this.streamId !== undefined}
        @published=${this.published}
      ></image-picker>
    </modal-dialog>`;
  }

  private published({ detail }: CustomEvent<Published>): void {
    this.dialog.close();
    const { name, streamId } = detail;
    notify(this, "success", texts.sources.images.published(name, streamId));
    this.dispatchEvent(new CustomEvent<string>("published", { detail: streamId }));
  }

  static override styles = [shared];
}
