import { LitElement, css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Pipeline, Stream } from "../api/model";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { titleOfView } from "./feeds";
import { icons } from "../styles/icons";
import {
  type Layout,
  type Panel,
  type View,
  columnsOf,
  move,
  remove,
  rowsOf,
  select,
  show,
} from "./layout";
import "./view-panel";

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** Shows up to nine panels; fires `layout-changed` with the new {@link Layout}. */
@customElement("panel-grid")
export class PanelGrid extends LitElement {
  @property({ attribute: false }) layout!: Layout;
  @property({ attribute: false }) streams: readonly Stream[] = [];
  @property({ attribute: false }) pipelines: readonly Pipeline[] = [];
  @property({ attribute: false }) devices: readonly string[] = [];
  @property({ attribute: false }) sockets!: URL;
  @state() private dragged: number | undefined;
  @state() private announcement = "";

  override render() {
    const { panels } = this.layout;
    return html`<ul
        aria-label=${texts.grid.panels}
        data-testid="video-grid"
        .style=${`--columns: ${columnsOf(panels.length)}; --rows: ${rowsOf(panels.length)}`}
        data-columns=${columnsOf(panels.length)}
      >
        ${repeat(
          panels,
          ({ number }) => number,
          (panel, index) => this.item(panel, index),
        )}
      </ul>
      <p class="visually-hidden" role="status">${this.announcement}</p>`;
  }

  private item(panel: Panel, index: number) {
    const { number, view } = panel;
    return html`<li
      data-testid="video-source-card"
      class=${this.dragged === number ? "dragged" : ""}
      @dragover=${(event: DragEvent) => this.dragged !== undefined && event.preventDefault()}
      @drop=${(event: DragEvent) => this.drop(event, index)}
      @pointerdown=${() => this.change(select(this.layout, number))}
      @click=${() => this.change(select(this.layout, number))}
    >
      <view-panel
        .panel=${panel}
        .streams=${this.streams}
        .pipelines=${this.pipelines}
        .devices=${this.devices}
        .sockets=${this.sockets}
        ?selected=${number === this.layout.selected}
        @view-chosen=${(event: CustomEvent<View>) =>
          this.change(select(show(this.layout, number, event.detail), number))}
        @panel-removed=${() => this.removePanel(number, index)}
      >
        <button
          slot="move"
          draggable="true"
          title=${texts.grid.move}
          aria-label="${titleOfView(view)}: ${texts.grid.move}"
          data-testid="panel-move"
          @keydown=${(event: KeyboardEvent) => this.onKey(event, panel, index)}
          @dragstart=${(event: DragEvent) => this.drag(event, number)}
          @dragend=${() => (this.dragged = undefined)}
        >
          ${icons.move}
        </button>
      </view-panel>
    </li>`;
  }

  /** Removes a panel; the focus goes to the one that takes its place. */
  private async removePanel(number: number, index: number): Promise<void> {
    this.change(remove(this.layout, number));
    await this.updateComplete;
    const handles = this.renderRoot.querySelectorAll<HTMLElement>("[data-testid=panel-move]");
    handles[Math.min(index, handles.length - 1)]?.focus();
  }

  private drag(event: DragEvent, number: number): void {
    this.dragged = number;
    event.dataTransfer?.setData("text/plain", String(number));
  }

  private drop(event: DragEvent, index: number): void {
    event.preventDefault();
    if (this.dragged !== undefined) {
      this.change(move(this.layout, this.dragged, index));
      this.dragged = undefined;
    }
  }

  private async onKey(event: KeyboardEvent, { number, view }: Panel, index: number): Promise<void> {
    const step = STEPS[event.key];
    const to = index + (step ?? 0);
    if (!step || to < 0 || to >= this.layout.panels.length) {
      return;
    }
    event.preventDefault();
    const handle = event.currentTarget as HTMLElement;
    this.announcement = texts.grid.moved(titleOfView(view), to + 1, this.layout.panels.length);
    this.change(move(this.layout, number, to));
    await this.updateComplete;
    // Moving an element in the document takes the focus from it.
    handle.focus();
  }

  private change(layout: Layout): void {
    if (layout !== this.layout) {
      this.layout = layout;
      this.dispatchEvent(new CustomEvent<Layout>("layout-changed", { detail: layout }));
    }
  }

  static override styles = [
    shared,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
        gap: 0.75rem;
      }
      /* All rows fit the screen: what is left of it after the bar, and of a row after its text. */
      @media (min-width: 1001px) {
        ul {
          --screen-height: max(9rem, calc((100dvh - 5rem) / var(--rows) - 5rem));
        }
      }
      li {
        min-width: 0;
      }
      .dragged {
        opacity: 0.5;
      }
      view-panel {
        height: 100%;
      }
      button {
        display: grid;
        flex: none;
        place-items: center;
        width: 1.5rem;
        height: 1.875rem;
        padding: 0;
        border: 0;
        border-radius: 6px;
        background: none;
        color: var(--muted);
        cursor: grab;
      }
      button:hover {
        background: var(--raised);
        color: var(--text);
      }
      button svg {
        stroke-width: 2.5;
      }
      @media (max-width: 1000px) {
        ul {
          grid-template-columns: repeat(min(var(--columns), 2), minmax(0, 1fr));
        }
      }
      @media (max-width: 640px) {
        ul {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];
}
