import { LitElement, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import type { Fault } from "./chain-parser";
import { chainTextStyles } from "./chain-text-styles";
import { endOfToken, markColumns } from "./column";
import { controls } from "./styles";

/** How the typing of a chain ends. */
export type ChainTextEnd = "enter" | "leave" | "escape";

/**
 * The chain as text, with problems underlined at their columns. Fires `chain-typed` with the text,
 * `chain-ended` when Enter, Escape or leaving ends it, and `retry`.
 */
@customElement("chain-text")
export class ChainText extends LitElement {
  @property() text = "";
  @property() status = "";
  /** Problems of this text; those without a column have column 0. */
  @property({ attribute: false }) problems: Fault[] = [];
  /** Whether the same chain may be accepted later. */
  @property({ type: Boolean }) retryable = false;
  @query("textarea") private box!: HTMLTextAreaElement;

  override render() {
    return html`<header>
        <h3><label for="chain">${texts.filters.chain.label}</label></h3>
        <p class="help muted" role="status" data-testid="chain-status">${this.status}</p>
      </header>
      <div class="editor">
        <div class="marks" aria-hidden="true" data-testid="chain-marks">${this.marks()}</div>
        <textarea
          id="chain"
          rows="1"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          placeholder=${texts.filters.chain.placeholder}
          aria-describedby="keys error"
          aria-invalid=${this.problems.length > 0}
          data-testid="chain-input"
          .value=${live(this.text)}
          @input=${() => this.fire("chain-typed", this.box.value)}
          @keydown=${this.onKey}
          @blur=${() => this.end("leave")}
        ></textarea>
      </div>
      <p id="keys" class="help muted">
        <kbd>Enter</kbd> ${texts.filters.chain.enter}, <kbd>Esc</kbd> ${texts.filters.chain.escape}
      </p>
      <div id="error" role="alert">${this.problems.length > 0 ? this.explained() : nothing}</div>`;
  }

  private marks() {
    const columns = this.problems.map(({ column }) => column);
    return markColumns(this.text, columns).map(({ text, marked }) =>
      marked ? html`<mark>${text}</mark>` : text,
    );
  }

  private explained() {
    return html`<div class="error" data-testid="chain-error">
      ${this.problems.map(({ column, text }) => html`<p>${this.place(column)}${text}</p>`)}
      ${
        this.retryable
          ? html`<button @click=${() => this.fire("retry", undefined)}>
              ${texts.filters.chain.retry}
            </button>`
          : nothing
      }
    </div>`;
  }

  private place(column: number) {
    return column > 0
      ? html`<button class="place" @click=${() => this.select(column)}>
          ${texts.filters.chain.at(column)}
        </button>`
      : nothing;
  }

  private select(column: number): void {
    this.box.focus();
    this.box.setSelectionRange(column - 1, endOfToken(this.text, column - 1));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) {
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      this.end("enter");
    } else if (event.key === "Escape") {
      this.end("escape");
    }
  }

  private end(how: ChainTextEnd): void {
    this.fire("chain-ended", how);
  }

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static override styles = [shared, controls, chainTextStyles];
}
