import { LitElement, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Filter } from "../api/model";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import type { CardAction } from "./card-action";
import { cardStyles } from "./card-styles";
import type { Card } from "./cards";
import { icons } from "../styles/icons";
import "./parameter-control";
import type { ParameterControl } from "./parameter-control";
import { summaryOf, valueIn } from "./parameter-value";
import { controls } from "./styles";

const MOVES: Record<string, number> = {
  ArrowUp: -1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity,
};

/** A problem of a step, or of one of its arguments. */
export interface CardProblem {
  argument: string | undefined;
  text: string;
}

/** One step of the chain; fires `card-action`, and `drag-started` with the pointer's event. */
@customElement("filter-card")
export class FilterCard extends LitElement {
  @property({ attribute: false }) card!: Card;
  /** The filter of the catalogue; undefined if the catalogue lacks it. */
  @property({ attribute: false }) filter: Filter | undefined;
  /** Whether the catalogue is known. */
  @property({ type: Boolean }) known = true;
  @property({ type: Number }) position = 1;
  @property({ type: Number }) count = 1;
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) problems: CardProblem[] = [];
  @query(".handle") private handle!: HTMLElement;
  @query(".title") private titleButton!: HTMLElement;

  focusHandle(): void {
    this.handle.focus();
  }

  /** Focuses the first setting, or the title if there is none. */
  async focusFirst(): Promise<void> {
    await this.updateComplete;
    const first = this.renderRoot.querySelector<ParameterControl>("parameter-control");
    await first?.updateComplete;
    const field = first?.renderRoot.querySelector<HTMLElement>("input, select");
    (field ?? this.titleButton).focus();
  }

  override render() {
    const { card, open } = this;
    const state = `${card.enabled ? "" : "disabled"} ${this.problems.length ? "wrong" : ""}`;
    return html`<article
      class=${state}
      aria-labelledby="title"
      data-testid="filter-card"
      data-filter-id=${card.filterId}
      @keydown=${this.onKey}
    >
      ${this.header()}
      ${this.problems
        .filter(({ argument }) => !open || !this.parameterOf(argument))
        .map(({ text }) => html`<p class="problem" data-testid="card-problem">${text}</p>`)}
      ${open ? html`<div id="body">${this.body()}</div>` : nothing}
    </article>`;
  }

  private header() {
    const { card, heading: title, position, count } = this;
    return html`<header>
      <button
        class="icon plain handle"
        title=${texts.filters.moveHint}
        aria-label=${texts.filters.move(title, position, count)}
        aria-description=${texts.filters.moveHint}
        data-testid="filter-handle-${card.filterId}"
        @keydown=${this.onHandleKey}
        @pointerdown=${this.onPointer}
      >
        ${icons.move}
      </button>
      <input
        type="checkbox"
        aria-label=${texts.filters.enable(title)}
        data-testid="filter-checkbox-${card.filterId}"
        .checked=${card.enabled}
        @change=${(event: Event) =>
          this.act({ kind: "enable", enabled: (event.target as HTMLInputElement).checked })}
      />
      <button
        class="plain title"
        aria-expanded=${this.open}
        aria-controls="body"
        data-testid="filter-toggle-${card.filterId}"
        @click=${() => this.act({ kind: "fold" })}
      >
        <span class="texts">
          <span id="title" class="name">${title}</span>
          ${this.open || !this.summary ? nothing : html`<span class="muted">${this.summary}</span>`}
        </span>
        ${icons.fold}
      </button>
      <button
        class="icon plain"
        aria-label=${texts.filters.remove(title)}
        data-testid="filter-remove-${card.filterId}"
        @click=${() => this.act({ kind: "remove" })}
      >
        ${icons.remove}
      </button>
    </header>`;
  }

  private body() {
    const { filter, card } = this;
    if (!filter) {
      const text = this.known ? texts.filters.notInCatalogue : texts.filters.loading;
      return html`<p class="help muted">${text}</p>`;
    }
    return html`<p class="help muted">${filter.description}</p>
      ${
        filter.parameters.length === 0
          ? html`<p class="help muted">${texts.filters.noParameters}</p>`
          : filter.parameters.map(
              (parameter) =>
                html`<parameter-control
                  name="filter-parameter-${filter.id}-${parameter.id}"
                  .parameter=${parameter}
                  .value=${valueIn(card, parameter)}
                  .problem=${this.problemOf(parameter.id)}
                  @value-changed=${(event: CustomEvent<string>) =>
                    this.act({ kind: "value", parameter, value: event.detail })}
                ></parameter-control>`,
            )
      }`;
  }

  private get heading(): string {
    return this.filter?.title || this.card.filterId;
  }

  private get summary(): string {
    if (this.filter) {
      return summaryOf(this.card, this.filter);
    }
    return this.known ? texts.filters.notInCatalogue : "";
  }

  private parameterOf(id: string | undefined) {
    return this.filter?.parameters.find((parameter) => parameter.id === id);
  }

  private problemOf(id: string): string {
    return this.problems.find(({ argument }) => argument === id)?.text ?? "";
  }

  private onHandleKey(event: KeyboardEvent): void {
    const by = MOVES[event.key];
    if (by !== undefined && !event.altKey) {
      event.preventDefault();
      this.act({ kind: "move", by });
    }
  }

  private onKey(event: KeyboardEvent): void {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (by !== 0 && event.altKey) {
      event.preventDefault();
      this.act({ kind: "move", by });
    }
  }

  private onPointer(event: PointerEvent): void {
    if (event.button === 0) {
      this.dispatchEvent(new CustomEvent<PointerEvent>("drag-started", { detail: event }));
    }
  }

  private act(detail: CardAction): void {
    this.dispatchEvent(new CustomEvent<CardAction>("card-action", { detail }));
  }

  static override styles = [shared, controls, cardStyles];
}
