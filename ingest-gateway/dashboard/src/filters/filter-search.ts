import { LitElement, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Filter } from "../api/model";
import "../app/modal-dialog";
import type { ModalDialog } from "../app/modal-dialog";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { searchStyles } from "./filter-search-styles";
import { searchFilters } from "./search";
import { controls } from "./styles";

/** A dialog to find a filter of the catalogue; fires `filter-chosen` with its id once closed. */
@customElement("filter-search")
export class FilterSearch extends LitElement {
  @property({ attribute: false }) filters: Filter[] = [];
  @state() private words = "";
  @state() private active = 0;
  private chosen: string | undefined;
  @query("modal-dialog") private dialog!: ModalDialog;
  @query("input") private box!: HTMLInputElement;

  async open(): Promise<void> {
    this.words = "";
    this.active = 0;
    this.chosen = undefined;
    await this.dialog.open();
    this.box.focus();
  }

  override render() {
    const found = searchFilters(this.filters, this.words);
    return html`<modal-dialog
      heading=${texts.filters.search.heading}
      name="filter-search"
      @closed=${this.onClosed}
    >
      <input
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant=${found.length > 0 ? `option-${this.active}` : nothing}
        aria-label=${texts.filters.search.label}
        placeholder=${texts.filters.search.placeholder}
        autocomplete="off"
        spellcheck="false"
        data-testid="filter-search-input"
        .value=${this.words}
        @input=${this.search}
        @keydown=${(event: KeyboardEvent) => this.onKey(event, found)}
      />
      <p class="help muted" role="status">
        ${
          found.length > 0
            ? texts.filters.search.found(found.length)
            : texts.filters.search.none(this.words)
        }
      </p>
      <ul
        id="found"
        role="listbox"
        aria-label=${texts.filters.search.list}
        data-testid="filter-list"
      >
        ${found.map((filter, index) => this.option(filter, index))}
      </ul>
    </modal-dialog>`;
  }

  private option({ id, title, description }: Filter, index: number) {
    return html`<li
      id="option-${index}"
      role="option"
      aria-selected=${index === this.active}
      data-testid="filter-option-${id}"
      data-filter-id=${id}
      @pointermove=${() => (this.active = index)}
      @click=${() => this.choose(id)}
    >
      <span class="name">${title}</span> <code class="muted">${id}</code>
      <span class="description muted">${description}</span>
    </li>`;
  }

  private search(): void {
    this.words = this.box.value;
    this.active = 0;
  }

  private onKey(event: KeyboardEvent, found: Filter[]): void {
    const last = found.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: this.active === last ? 0 : this.active + 1,
      ArrowUp: this.active === 0 ? last : this.active - 1,
      PageDown: Math.min(this.active + 6, last),
      PageUp: Math.max(this.active - 6, 0),
    };
    const to = moves[event.key];
    const filter = found[this.active];
    if (to !== undefined) {
      event.preventDefault();
      void this.activate(to);
    } else if (event.key === "Enter" && filter && !event.isComposing) {
      event.preventDefault();
      this.choose(filter.id);
    }
  }

  private async activate(index: number): Promise<void> {
    this.active = Math.max(index, 0);
    await this.updateComplete;
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  private choose(id: string): void {
    this.chosen = id;
    this.dialog.close();
  }

  private onClosed(): void {
    if (this.chosen !== undefined) {
      this.dispatchEvent(new CustomEvent<string>("filter-chosen", { detail: this.chosen }));
    }
  }

  static override styles = [shared, controls, searchStyles];
}
