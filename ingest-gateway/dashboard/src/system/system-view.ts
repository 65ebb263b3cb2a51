import { LitElement } from "lit";
import { customElement } from "lit/decorators.js";

@customElement("system-view")
export class SystemView extends LitElement {
  async open(): Promise<void> {}
}
