import { LitElement, css, html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import type { Notice } from "./notify";

const SHOWN_MILLIS = 7000;
const MAX_TOASTS = 5;

interface Toast extends Notice {
  id: number;
}

/** Shows the newest messages: at most five, for seven seconds each. Errors stay until closed. */
@customElement("toast-list")
export class ToastList extends LitElement {
  @state() private toasts: Toast[] = [];
  private lastId = 0;

  add(notice: Notice): void {
    const toast = { ...notice, id: ++this.lastId };
    this.toasts = [...this.toasts, toast].slice(-MAX_TOASTS);
    if (notice.kind !== "error") {
      setTimeout(() => this.dismiss(toast.id), SHOWN_MILLIS);
    }
  }

  private dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  override render() {
    return html`<div
      role="status"
      aria-live="polite"
      aria-relevant="additions"
      data-testid="toasts"
    >
      ${this.toasts.map((toast) => this.item(toast))}
    </div>`;
  }

  private item({ id, kind, text }: Toast) {
    return html`<div class="toast ${kind}" data-testid="toast" data-kind=${kind}>
      <p><span class="visually-hidden">${texts.app.notice[kind]}: </span>${text}</p>
      <button aria-label=${texts.app.closeNotice} @click=${() => this.dismiss(id)}>×</button>
    </div>`;
  }

  static override styles = [
    shared,
    css`
      :host > div {
        position: fixed;
        z-index: 30;
        right: 1rem;
        bottom: 1rem;
        display: grid;
        gap: 0.5rem;
        width: min(24rem, calc(100vw - 2rem));
      }
      .toast {
        display: flex;
        align-items: start;
        justify-content: space-between;
        gap: 0.75rem;
        padding: 0.625rem 0.875rem;
        border: 1px solid var(--line);
        border-left: 4px solid var(--edge);
        border-radius: var(--radius);
        background: var(--surface);
        box-shadow: 0 6px 24px var(--shadow);
        font-size: 0.875rem;
        overflow-wrap: anywhere;
      }
      .success {
        border-left-color: var(--success);
      }
      .warning {
        border-left-color: var(--warning);
      }
      .error {
        border-left-color: var(--safelight);
      }
      button {
        flex: none;
        width: 1.5rem;
        height: 1.5rem;
        padding: 0;
        border: 0;
        border-radius: 50%;
        background: none;
        line-height: 1;
      }
      button:hover {
        background: var(--raised);
      }
    `,
  ];
}
