import { LitElement, css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Job } from "../api/model";
import type { Rpc } from "../api/rpc";
import { icons } from "../styles/icons";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { THEMES, type Theme, chooseTheme, chosenTheme } from "./theme";

/** The bar at the top of the page; fires `add-wanted` and `system-wanted`. */
@customElement("page-header")
export class PageHeader extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  @property({ attribute: false }) job: Job | undefined;
  @state() private theme: Theme = chosenTheme();

  override render() {
    return html`<header>
      <h1><span class="lamp"></span>${texts.app.title}</h1>
      <webcam-indicator></webcam-indicator>
      <button class="system" data-testid="system-button" @click=${() => this.fire("system-wanted")}>
        <span class="dot ${this.job ? "on" : ""}"></span>
        <span>${texts.app.system}</span>
        <span class="state muted" title=${this.job?.engineReason ?? ""}>${this.state}</span>
      </button>
      <button popovertarget="tools" data-testid="tools-dropdown-button" @click=${this.loadTools}>
        ${texts.app.tools}
      </button>
      <tools-menu
        id="tools"
        popover
        data-testid="tools-dropdown-menu"
        .rpc=${this.rpc}
      ></tools-menu>
      ${this.themeChoice()}
      <caller-menu></caller-menu>
      <button
        class="add"
        title=${texts.app.addHint}
        data-testid="add-input-fab"
        @click=${() => this.fire("add-wanted")}
      >
        ${icons.add}<span>${texts.app.add}</span>
      </button>
    </header>`;
  }

  private get state() {
    return this.job ? texts.app.jobRunning(engineOf(this.job)) : texts.app.noJob;
  }

  private themeChoice() {
    return html`<select
      aria-label=${texts.app.theme}
      title=${texts.app.theme}
      data-testid="theme"
      @change=${this.onTheme}
    >
      ${THEMES.map(
        (theme) =>
          html`<option value=${theme} .selected=${theme === this.theme}>
            ${texts.app.themes[theme]}
          </option>`,
      )}
    </select>`;
  }

  private onTheme(event: Event): void {
    this.theme = (event.target as HTMLSelectElement).value as Theme;
    chooseTheme(this.theme);
  }

  private loadTools(): void {
    void import("../system/tools-menu");
  }

  private fire(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  static override styles = [
    shared,
    css`
      header {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        padding: 0.5rem 1rem;
        border-bottom: 1px solid var(--line);
        font-size: 0.8125rem;
      }
      h1 {
        display: flex;
        align-items: center;
        gap: 0.625rem;
        margin-right: auto;
        font-size: 1rem;
        font-weight: 600;
        letter-spacing: 0.01em;
      }
      .lamp {
        width: 0.75rem;
        height: 0.75rem;
        border-radius: 50%;
        background: var(--safelight);
        box-shadow: 0 0 14px 1px color-mix(in srgb, var(--safelight) 70%, transparent);
      }
      button,
      select {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-height: 2rem;
        padding: 0 0.75rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      button:hover,
      select:hover {
        border-color: var(--edge);
      }
      .dot {
        width: 0.5rem;
        height: 0.5rem;
        border-radius: 50%;
        background: var(--warning);
      }
      .dot.on {
        background: var(--success);
      }
      .add {
        border-color: var(--safelight);
        background: var(--safelight);
        color: var(--on-safelight);
        font-weight: 600;
      }
      .add:hover {
        background: var(--safelight-strong);
      }
      caller-menu:not(:defined) {
        display: none;
      }
      tools-menu:popover-open {
        position: fixed;
        inset: 3.25rem 1rem auto auto;
      }
      @media (max-width: 820px) {
        .state {
          display: none;
        }
      }
      @media (max-width: 560px) {
        header {
          gap: 0.25rem;
          padding: 0.5rem;
        }
        select {
          width: 4.5rem;
        }
        .add {
          position: fixed;
          z-index: 20;
          right: 1rem;
          bottom: 1rem;
          min-height: 3rem;
          padding: 0 1.125rem;
          border-radius: 1.5rem;
          box-shadow: 0 4px 16px var(--shadow);
        }
      }
    `,
  ];
}

function engineOf({ engine, devices }: Job): string {
  return devices[0] ?? (engine === "cpu" ? texts.grid.cpu : engine);
}
