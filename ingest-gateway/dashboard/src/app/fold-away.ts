import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shared } from "../styles/shared";

/** A collapsible section. Loads the code of its slotted content when it is first opened. */
@customElement("fold-away")
export class FoldAway extends LitElement {
  @property() heading = "";
  /** Loads the elements of the content. */
  @property({ attribute: false }) load: () => Promise<unknown> = async () => undefined;
  @state() private open = false;

  override render() {
    return html`<details @toggle=${this.toggle}>
      <summary><h2>${this.heading}</h2></summary>
      ${this.open ? html`<slot></slot>` : nothing}
    </details>`;
  }

  private toggle(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
    if (this.open) {
      void this.load();
    }
    for (const child of this.children) {
      child.toggleAttribute("shown", this.open);
    }
  }

  static override styles = [
    shared,
    css`
      summary {
        padding: 0.25rem 0.75rem;
        border-radius: var(--radius);
        cursor: pointer;
      }
      summary:hover {
        background: var(--surface);
      }
      summary h2 {
        display: inline;
      }
      slot {
        display: block;
        padding: 0.5rem 0.75rem;
      }
    `,
  ];
}
