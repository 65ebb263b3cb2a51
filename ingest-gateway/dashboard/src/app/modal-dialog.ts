import { LitElement, css, html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { shared } from "../styles/shared";
import { texts } from "../texts";

/**
 * A dialog over the page, in the middle or at the side. While it is open, the focus stays in it;
 * then the focus returns. Escape, a click beside it and the close button close it; fires `closed`.
 */
@customElement("modal-dialog")
export class ModalDialog extends LitElement {
  @property() heading = "";
  @property({ reflect: true }) placement: "center" | "side" = "center";
  /** Test id of the dialog. */
  @property() name = "";
  /** Test id of the close button. */
  @property() closeName = "modal-close";
  @query("dialog") private dialog!: HTMLDialogElement;
  private focusedBefore: HTMLElement | undefined;

  async open(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) {
      this.focusedBefore = focusedElement();
      this.dialog.showModal();
    }
  }

  close(): void {
    this.dialog.close();
  }

  override render() {
    return html`<dialog
      aria-labelledby="heading"
      data-testid=${this.name}
      @close=${this.onClose}
      @click=${this.onClick}
    >
      <div class="content">
        <div class="head">
          <h2 id="heading">${this.heading}</h2>
          <button aria-label=${texts.app.close} data-testid=${this.closeName} @click=${this.close}>
            ×
          </button>
        </div>
        <div class="body"><slot></slot></div>
      </div>
    </dialog>`;
  }

  private onClick(event: MouseEvent): void {
    // The content covers the dialog, so a click on the dialog itself was beside it.
    if (event.composedPath()[0] === this.dialog) {
      this.close();
    }
  }

  private onClose(): void {
    this.focusedBefore?.focus();
    this.dispatchEvent(new CustomEvent("closed"));
  }

  static override styles = [
    shared,
    css`
      dialog {
        width: min(34rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 2rem);
        padding: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        box-shadow: 0 12px 48px var(--shadow);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.5);
      }
      :host([placement="side"]) dialog {
        width: min(30rem, 100vw);
        max-width: 100vw;
        height: 100dvh;
        max-height: 100dvh;
        margin: 0 0 0 auto;
        border-width: 0 0 0 1px;
        border-radius: 0;
      }
      .content {
        min-height: 100%;
      }
      .head {
        position: sticky;
        z-index: 1;
        top: 0;
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 0.75rem 1rem;
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }
      .head h2 {
        font-size: 1rem;
        letter-spacing: 0;
        text-transform: none;
        color: var(--text);
      }
      .head button {
        width: 2.25rem;
        height: 2.25rem;
        border: 0;
        border-radius: 50%;
        background: none;
        font-size: 1.25rem;
        line-height: 1;
      }
      .head button:hover {
        background: var(--raised);
      }
      .body {
        padding: 1rem;
      }
    `,
  ];
}

/** The element that has the focus, also within shadow roots. */
function focusedElement(): HTMLElement | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) {
    active = active.shadowRoot.activeElement;
  }
  return active instanceof HTMLElement ? active : undefined;
}
