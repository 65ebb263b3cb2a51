import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { Parameter } from "../api/model";
import { texts } from "../texts";

const MAX_RADIOS = 4;

/** What the field of a parameter shows, and where its changes go. */
export interface Field {
  parameter: Parameter;
  value: string;
  /** Test id of the field. */
  name: string;
  invalid: boolean;
  /** A value of an operation that always gives a valid one. */
  choose(value: string): void;
  /** Text as it is typed. */
  type(text: string): void;
  /** The end of typing. */
  finish(text: string): void;
}

export function fieldOf(field: Field) {
  switch (field.parameter.type) {
    case "select":
      return field.parameter.options.length <= MAX_RADIOS ? radios(field) : select(field);
    case "checkbox":
      return checkbox(field);
    case "range":
      return html`${slider(field)}${number(field, `${field.name}-box`)}`;
    case "number":
      return number(field, field.name);
    case "colour":
      return colour(field);
    default:
      return typed(field, field.name, "");
  }
}

/** Whether the field is a group of radio buttons, which a label cannot name. */
export function isGroup({ type, options }: Parameter): boolean {
  return type === "select" && options.length <= MAX_RADIOS;
}

function radios({ parameter, value, name, choose }: Field) {
  return html`<div
    class="radios"
    role="radiogroup"
    aria-labelledby="label"
    aria-describedby="help"
    data-testid=${name}
  >
    ${parameter.options.map(
      (option) =>
        html`<label>
          <input
            type="radio"
            name="option"
            value=${option}
            data-testid="${name}-${option}"
            .checked=${live(option === value)}
            @change=${() => choose(option)}
          /><span>${option}</span>
        </label>`,
    )}
  </div>`;
}

function select({ parameter, value, name, choose }: Field) {
  const known = parameter.options.includes(value);
  return html`<select
    id="field"
    aria-describedby="help"
    data-testid=${name}
    @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
  >
    ${known ? nothing : html`<option disabled .selected=${live(true)}>${value}</option>`}
    ${parameter.options.map(
      (option) =>
        html`<option
          value=${option}
          data-testid="${name}-${option}"
          .selected=${live(option === value)}
        >
          ${option}
        </option>`,
    )}
  </select>`;
}

function checkbox({ value, name, choose }: Field) {
  return html`<input
    id="field"
    type="checkbox"
    aria-describedby="help"
    data-testid=${name}
    .checked=${live(value === "true")}
    @change=${(event: Event) => choose(String((event.target as HTMLInputElement).checked))}
  />`;
}

function slider({ parameter, value, name, choose }: Field) {
  const { min, max, step, unit } = parameter;
  return html`<input
    id="field"
    type="range"
    aria-describedby="help"
    aria-valuetext=${unit ? `${value} ${unit}` : nothing}
    data-testid=${name}
    min=${min ?? nothing}
    max=${max ?? nothing}
    step=${step ?? "any"}
    .value=${live(value)}
    @input=${(event: Event) => choose((event.target as HTMLInputElement).value)}
  />`;
}

function number(field: Field, name: string) {
  const { parameter, value, invalid, type, finish } = field;
  const { min, max, step } = parameter;
  const beside = parameter.type === "range";
  return html`<input
    id=${beside ? "box" : "field"}
    class="number box"
    type="number"
    inputmode="decimal"
    aria-label=${beside ? texts.filters.exact(parameter.title) : nothing}
    aria-describedby="help note"
    aria-invalid=${invalid}
    data-testid=${name}
    min=${min ?? nothing}
    max=${max ?? nothing}
    step=${step ?? "any"}
    .value=${live(value)}
    @input=${(event: Event) => type((event.target as HTMLInputElement).value)}
    @change=${(event: Event) => finish((event.target as HTMLInputElement).value)}
  />`;
}

function colour(field: Field) {
  const { parameter, value, name, choose } = field;
  return html`<input
      type="color"
      aria-label=${texts.filters.picker(parameter.title)}
      data-testid="${name}-picker"
      .value=${live(value)}
      @input=${(event: Event) => choose((event.target as HTMLInputElement).value)}
    />${typed(field, name, "mono")}`;
}

function typed({ parameter, value, invalid, type, finish }: Field, name: string, style: string) {
  return html`<input
    id="field"
    class=${style}
    type="text"
    spellcheck="false"
    autocomplete="off"
    aria-describedby="help note"
    aria-invalid=${invalid}
    data-testid=${name}
    maxlength=${parameter.maxLength ?? nothing}
    .value=${live(value)}
    @input=${(event: Event) => type((event.target as HTMLInputElement).value)}
    @change=${(event: Event) => finish((event.target as HTMLInputElement).value)}
  />`;
}
