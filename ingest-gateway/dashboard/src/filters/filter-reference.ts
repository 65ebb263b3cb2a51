import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Filter, Parameter } from "../api/model";
import { shared } from "../styles/shared";

/** Lists the filters of the catalogue; fires `filter-chosen` with the id of a selected filter. */
@customElement("filter-reference")
export class FilterReference extends LitElement {
  @property({ attribute: false }) filters: Filter[] = [];

  override render() {
    return html`<details>
      <summary>
        <h2>Filters</h2>
        <span class="muted number">${this.filters.length}</span>
      </summary>
      ${
        this.filters.length === 0
          ? html`<p class="muted">The job has not published its filters yet.</p>`
          : nothing
      }
      <ul data-testid="filter-list">
        ${this.filters.map((filter) => this.item(filter))}
      </ul>
    </details>`;
  }

  private item(filter: Filter) {
    return html`<li>
      <button
        data-filter-id=${filter.id}
        title="Append to the chain"
        @click=${() => this.choose(filter.id)}
      >
        <code>${filter.id}</code><span aria-hidden="true">+</span
        ><span class="visually-hidden">, append to the chain</span>
      </button>
      <p class="muted">${filter.description || filter.title}</p>
      ${
        filter.parameters.length === 0
          ? nothing
          : html`<dl>
              ${filter.parameters.map(
                (parameter) =>
                  html`<div title=${parameter.help}>
                    <dt><code>${parameter.id}=${parameter.defaultValue}</code></dt>
                    <dd class="muted number">${range(parameter)}</dd>
                  </div>`,
              )}
            </dl>`
      }
    </li>`;
  }

  private choose(detail: string): void {
    this.dispatchEvent(new CustomEvent("filter-chosen", { detail }));
  }

  static override styles = [
    shared,
    css`
      summary {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        padding: 0.5rem 0;
        font-size: 0.8125rem;
        cursor: pointer;
      }
      summary::before {
        content: "";
        width: 0.4rem;
        height: 0.4rem;
        border: solid var(--muted);
        border-width: 0 1.5px 1.5px 0;
        transform: rotate(-45deg);
      }
      details[open] summary::before {
        transform: rotate(45deg);
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr));
        gap: 0.75rem;
        padding-top: 0.5rem;
      }
      li {
        padding: 0.75rem 0.875rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }
      button {
        display: flex;
        justify-content: space-between;
        width: 100%;
        padding: 0 0 0.25rem;
        border: 0;
        background: none;
        color: var(--safelight);
        text-align: left;
      }
      button:hover code {
        text-decoration: underline;
      }
      dl {
        margin-top: 0.5rem;
        padding-top: 0.5rem;
        border-top: 1px solid var(--line);
      }
      dl div {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 0.75rem;
      }
    `,
  ];
}

function range({ min, max, step, options, unit, type }: Parameter): string {
  if (options.length > 0) {
    return options.join(" | ");
  }
  if (min === undefined || max === undefined) {
    return type;
  }
  return `${min} to ${max}${unit ? ` ${unit}` : ""}${step ? `, step ${step}` : ""}`;
}
