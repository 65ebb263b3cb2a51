import { LitElement, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { notify } from "../app/notify";
import { shared } from "../styles/shared";
import { session } from "./page-session";
import { texts } from "./texts";

/** Who is signed in, with a menu to sign out; nothing if nobody must. */
@customElement("caller-menu")
export class CallerMenu extends LitElement {
  private readonly onChange = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    session.addEventListener("changed", this.onChange);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    session.removeEventListener("changed", this.onChange);
  }

  override render() {
    const { caller } = session;
    if (!caller) {
      return nothing;
    }
    const words = texts.caller;
    const permissions = [...new Set(caller.grants.flatMap((grant) => grant.permissions))];
    return html`<button
        class="name"
        popovertarget="menu"
        title=${words.menu(caller.displayName)}
        aria-label=${words.menu(caller.displayName)}
        data-testid="caller"
      >
        <span>${caller.displayName}</span>
      </button>
      <div id="menu" popover data-testid="caller-menu">
        <p class="muted">${words.kinds[caller.kind] ?? caller.kind}</p>
        <p><strong>${caller.displayName}</strong></p>
        <p class="muted">
          ${permissions.length > 0 ? words.may(permissions.join(", ")) : words.mayNothing}
        </p>
        <button data-testid="sign-out" @click=${this.signOut}>${words.signOut}</button>
      </div>`;
  }

  private async signOut(): Promise<void> {
    try {
      await session.signOut();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      notify(this, "error", texts.caller.signOutFailed(reason));
    }
  }

  static override styles = [
    shared,
    css`
      button {
        min-height: 2rem;
        padding: 0 0.75rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      button:hover {
        border-color: var(--edge);
      }
      .name {
        max-width: 10rem;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      #menu:popover-open {
        position: fixed;
        inset: 3.25rem 1rem auto auto;
        display: grid;
        gap: 0.375rem;
        width: min(18rem, calc(100vw - 2rem));
        margin: 0;
        padding: 0.75rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        box-shadow: 0 12px 48px var(--shadow);
        overflow-wrap: anywhere;
      }
      @media (max-width: 560px) {
        .name {
          max-width: 5rem;
        }
      }
    `,
  ];
}
