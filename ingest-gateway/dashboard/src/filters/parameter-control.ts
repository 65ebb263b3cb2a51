import { LitElement, type PropertyValues, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Parameter } from "../api/model";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { icons } from "../styles/icons";
import { fieldOf, isGroup } from "./parameter-fields";
import { expectedOf, nearest, problemOf } from "./parameter-value";
import { controls } from "./styles";

/**
 * A parameter with its unit, help, default and reset; fires `value-changed` with every new valid
 * value. What is typed meanwhile stays in the field; then the nearest valid value replaces it.
 */
@customElement("parameter-control")
export class ParameterControl extends LitElement {
  @property({ attribute: false }) parameter!: Parameter;
  @property() value = "";
  /** Test id of the field. */
  @property() name = "";
  /** What the gateway says about the value. */
  @property() problem = "";
  /** What stands in the field while it is not a valid value. */
  @state() private draft: string | undefined;
  @state() private note = "";
  @query("#field, [type=radio]:checked, [type=radio]") private field!: HTMLElement;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("value") && changed.get("value") !== undefined) {
      this.draft = undefined;
    }
  }

  override render() {
    const { parameter, value, name } = this;
    const shown = this.draft ?? value;
    return html`<div class="parameter ${parameter.type}">
      <div class="head">
        ${this.label()}
        <button
          class="icon plain"
          title=${texts.filters.defaultValue(parameter.defaultValue)}
          aria-label=${texts.filters.reset(parameter.title, parameter.defaultValue)}
          data-testid="${name}-reset"
          ?disabled=${value === parameter.defaultValue && this.draft === undefined}
          @click=${this.reset}
        >
          ${icons.reset}
        </button>
      </div>
      <div class="field">
        ${fieldOf({
          parameter,
          value: shown,
          name,
          invalid: this.draft !== undefined || this.problem !== "",
          choose: (chosen) => this.choose(chosen),
          type: (text) => this.type(text),
          finish: (text) => this.finish(text),
        })}
      </div>
      <p id="help" class="help muted">${parameter.help}</p>
      <p id="note" class="problem" role="status">${this.explanation || nothing}</p>
    </div>`;
  }

  private label() {
    const { title, unit } = this.parameter;
    const text = html`${title}${unit ? html` <span class="muted">(${unit})</span>` : nothing}`;
    return isGroup(this.parameter)
      ? html`<span id="label" class="label">${text}</span>`
      : html`<label id="label" class="label" for="field">${text}</label>`;
  }

  private get explanation(): string {
    return this.note || this.problem || (problemOf(this.parameter, this.value) ?? "");
  }

  private choose(value: string): void {
    this.draft = undefined;
    this.note = "";
    if (value !== this.value) {
      this.value = value;
      this.dispatchEvent(new CustomEvent<string>("value-changed", { detail: value }));
    }
  }

  private type(text: string): void {
    if (problemOf(this.parameter, text)) {
      this.draft = text;
      this.note = texts.filters.allowed(expectedOf(this.parameter));
    } else {
      this.choose(text);
    }
  }

  private finish(text: string): void {
    if (!problemOf(this.parameter, text)) {
      return this.choose(isNumeric(this.parameter) ? String(Number(text)) : text);
    }
    const used = this.substitute(text);
    this.choose(used);
    this.note = texts.filters.replaced(text, expectedOf(this.parameter), used);
    // The field may show what was typed although the value has not changed.
    this.requestUpdate("value", undefined);
  }

  /** The valid value to use for one that is not. */
  private substitute(text: string): string {
    const numeric = isNumeric(this.parameter) && text.trim() !== "";
    const number = numeric ? nearest(this.parameter, Number(text)) : NaN;
    return Number.isNaN(number) ? this.value : String(number);
  }

  private async reset(): Promise<void> {
    this.choose(this.parameter.defaultValue);
    await this.updateComplete;
    this.field.focus();
  }

  static override styles = [
    shared,
    controls,
    css`
      .parameter {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.125rem;
      }
      .head,
      .field {
        display: flex;
        align-items: center;
        gap: 0.5rem;
      }
      .head {
        justify-content: space-between;
      }
      .head button {
        width: 1.75rem;
        min-height: 1.75rem;
        color: var(--muted);
      }
      .head button:disabled {
        visibility: hidden;
      }
      .label {
        font-size: 0.8125rem;
        font-weight: 500;
      }
      .checkbox {
        grid-template-columns: auto minmax(0, 1fr);
        column-gap: 0.5rem;
      }
      .checkbox .field {
        order: -1;
      }
      .checkbox .help,
      .checkbox .problem {
        grid-column: 1 / -1;
      }
      [type="checkbox"],
      [type="radio"] {
        width: 1.125rem;
        height: 1.125rem;
        margin: 0;
      }
      [type="range"] {
        flex: 1;
        min-width: 4rem;
      }
      .range .box {
        flex: none;
        width: 5.5rem;
      }
      [type="color"] {
        flex: none;
        width: 2.5rem;
        height: 2rem;
        padding: 0.125rem;
        border: 1px solid var(--edge);
        border-radius: 6px;
        background: var(--ground);
      }
      .mono {
        font-family: var(--mono);
      }
      .radios {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1rem;
      }
      .radios label {
        display: flex;
        align-items: center;
        gap: 0.375rem;
        min-height: 1.75rem;
      }
      .problem:empty {
        display: none;
      }
    `,
  ];
}

function isNumeric({ type }: Parameter): boolean {
  return type === "range" || type === "number";
}
