import { LitElement, css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Filter } from "../api/model";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import type { CardAction } from "./card-action";
import { type Card, moveCard } from "./cards";
import { Drag } from "./drag";
import "./filter-card";
import type { CardProblem, FilterCard } from "./filter-card";
import { withValue } from "./parameter-value";

/** New cards after an edit; edits with the same tag belong together. */
export interface CardsEdit {
  cards: Card[];
  tag: string;
}

/** The steps of a chain in order; fires `cards-edited`. */
@customElement("card-list")
export class CardList extends LitElement {
  @property({ attribute: false }) cards: Card[] = [];
  @property({ attribute: false }) filters: Filter[] = [];
  /** Problems by the key of the card. */
  @property({ attribute: false }) problems = new Map<string, CardProblem[]>();
  @state() private open = new Set<string>();
  @state() private announcement = "";

  /** Opens a card that was just added, and focuses its first setting. */
  async reveal(key: string): Promise<void> {
    this.open = new Set([...this.open, key]);
    this.announcement = texts.filters.added(this.titleOf(this.card(key)));
    await this.updateComplete;
    const element = this.element(key);
    await element?.focusFirst();
    element?.scrollIntoView({ block: "nearest" });
  }

  override render() {
    return html`<ol data-testid="filter-cards">
        ${repeat(
          this.cards,
          ({ key }) => key,
          (card, index) => html`<li>${this.item(card, index)}</li>`,
        )}
      </ol>
      <p class="visually-hidden" role="status" data-testid="filter-announcement">
        ${this.announcement}
      </p>`;
  }

  private item(card: Card, index: number) {
    return html`<filter-card
      data-key=${card.key}
      .card=${card}
      .filter=${this.filters.find(({ id }) => id === card.filterId)}
      ?known=${this.filters.length > 0}
      .position=${index + 1}
      .count=${this.cards.length}
      ?open=${this.open.has(card.key)}
      .problems=${this.problems.get(card.key) ?? []}
      @card-action=${(event: CustomEvent<CardAction>) => this.act(card, event.detail)}
      @drag-started=${(event: CustomEvent<PointerEvent>) => this.drag(index, event.detail)}
    ></filter-card>`;
  }

  private act(card: Card, action: CardAction): void {
    const { key } = card;
    switch (action.kind) {
      case "fold":
        this.open = toggled(this.open, key);
        break;
      case "enable":
        this.replace({ ...card, enabled: action.enabled }, "");
        break;
      case "value":
        this.replace(
          withValue(card, action.parameter, action.value),
          `${key} ${action.parameter.id}`,
        );
        break;
      case "move":
        this.move(this.cards.indexOf(card), action.by);
        break;
      case "remove":
        void this.drop(card);
        break;
    }
  }

  private replace(card: Card, tag: string): void {
    this.edit(
      this.cards.map((one) => (one.key === card.key ? card : one)),
      tag,
    );
  }

  private move(from: number, by: number): void {
    const to = Math.min(Math.max(from + by, 0), this.cards.length - 1);
    void this.place(from, to);
  }

  /** Moves a card and says where it is now; the focus stays on it. */
  private async place(from: number, to: number): Promise<void> {
    const card = this.cards[from]!;
    this.announcement = texts.filters.moved(this.titleOf(card), to + 1, this.cards.length);
    if (from === to) {
      return;
    }
    this.edit(moveCard(this.cards, from, to), "");
    await this.updateComplete;
    this.element(card.key)?.focusHandle();
  }

  private async drop(card: Card): Promise<void> {
    const index = this.cards.indexOf(card);
    this.announcement = texts.filters.removed(this.titleOf(card));
    this.edit(this.cards.toSpliced(index, 1), "");
    await this.updateComplete;
    const next = this.cards[Math.min(index, this.cards.length - 1)];
    if (next) {
      this.element(next.key)?.focusHandle();
    } else {
      this.dispatchEvent(new CustomEvent("emptied"));
    }
  }

  private drag(from: number, start: PointerEvent): void {
    const elements = [...this.renderRoot.querySelectorAll<FilterCard>("filter-card")];
    new Drag(this, elements, from, start, (to) => void this.place(from, to));
  }

  private edit(cards: Card[], tag: string): void {
    this.cards = cards;
    const detail: CardsEdit = { cards, tag };
    this.dispatchEvent(new CustomEvent<CardsEdit>("cards-edited", { detail }));
  }

  private card(key: string): Card | undefined {
    return this.cards.find((card) => card.key === key);
  }

  private element(key: string): FilterCard | undefined {
    return this.renderRoot.querySelector<FilterCard>(`filter-card[data-key="${key}"]`) ?? undefined;
  }

  private titleOf(card: Card | undefined): string {
    return this.filters.find(({ id }) => id === card?.filterId)?.title || card?.filterId || "";
  }

  static override styles = [
    shared,
    css`
      ol {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.5rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li:has([dragged]) {
        position: relative;
        z-index: 1;
      }
    `,
  ];
}

function toggled(keys: Set<string>, key: string): Set<string> {
  const changed = new Set(keys);
  if (!changed.delete(key)) {
    changed.add(key);
  }
  return changed;
}
