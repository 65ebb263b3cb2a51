import { LitElement, css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type Rpc, failureOf } from "../api/rpc";
import { notify } from "../app/notify";
import { ConfigService, type ToolCategory } from "../gen/darkroom/v1/config_service_pb";
import { shared } from "../styles/shared";

/** Links to the tools that the gateway lists: API page, metrics, and those of the installation. */
@customElement("tools-menu")
export class ToolsMenu extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  @state() private categories: readonly ToolCategory[] = [];

  override firstUpdated(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.categories = (await this.rpc.client(ConfigService).getAvailableTools({})).categories;
    } catch (error) {
      notify(this, "error", failureOf(error).message);
    }
  }

  override render() {
    return html`<nav>${this.categories.map((category) => this.category(category))}</nav>`;
  }

  private category({ name, tools }: ToolCategory) {
    return html`<section>
      <h2>${name}</h2>
      <ul>
        ${tools.map(
          (tool) =>
            html`<li>
              <a href=${new URL(tool.url, document.baseURI).href} target="_blank" rel="noopener"
                ><strong>${tool.name}</strong><span class="muted">${tool.description}</span></a
              >
            </li>`,
        )}
      </ul>
    </section>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        margin: 0;
        padding: 0.75rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        box-shadow: 0 12px 48px var(--shadow);
      }
      :host(:not(:popover-open)) {
        display: none;
      }
      nav {
        display: grid;
        gap: 0.75rem;
        width: min(20rem, calc(100vw - 4rem));
        font-size: 0.8125rem;
      }
      a {
        display: grid;
        padding: 0.375rem 0.5rem;
        border-radius: 6px;
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--raised);
      }
    `,
  ];
}
