import { LitElement, html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Stream } from "../api/model";
import type { Rpc } from "../api/rpc";
import "../app/modal-dialog";
import type { ModalDialog } from "../app/modal-dialog";
import "./source-panel";
import "./video-panel";

@customElement("source-drawer")
export class SourceDrawer extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  @property({ attribute: false }) base!: URL;
  @property({ attribute: false }) sockets!: URL;
  @property({ attribute: false }) streams: readonly Stream[] = [];
  @query("modal-dialog") private dialog!: ModalDialog;

  open(): Promise<void> {
    return this.dialog.open();
  }

  override render() {
    return html`<modal-dialog placement="side" heading="Add" name="source-drawer" closeName="drawer-close">
      <source-panel shown .rpc=${this.rpc}></source-panel>
      <video-panel shown .rpc=${this.rpc} .base=${this.base}></video-panel>
    </modal-dialog>`;
  }
}
