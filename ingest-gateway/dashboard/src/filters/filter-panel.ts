import { LitElement, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Api } from "../api/api";
import type { Catalogue, Pipeline } from "../api/model";
import type { Rpc } from "../api/rpc";
import "./chain-editor";

@customElement("filter-panel")
export class FilterPanel extends LitElement {
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) rpc!: Rpc;
  @property({ attribute: false }) catalogue!: Catalogue;
  @property() streamId = "";
  @property({ attribute: false }) pipeline: Pipeline | undefined;
  @property({ type: Number }) drawnRevision = 0;

  override render() {
    return html`<chain-editor .api=${this.api} .stream=${this.streamId} .pipeline=${this.pipeline} .drawnRevision=${this.drawnRevision}></chain-editor>`;
  }
}
