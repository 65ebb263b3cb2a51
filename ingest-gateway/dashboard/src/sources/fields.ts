import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

/** A labelled field of a form; `name` is its name, id and key of problems. */
export interface Field {
  name: string;
  label: string;
  value: string;
  hint?: string;
  problem?: string;
  testId?: string;
}

interface TextField extends Field {
  type?: "text" | "password";
  mode?: "text" | "decimal" | "numeric" | "url";
  disabled?: boolean;
}

export interface Choice {
  value: string;
  label: string;
  disabled?: boolean;
}

/** A text box. Numbers are text too, so that a problem can be shown about what was typed. */
export function textField(field: TextField) {
  return frame(
    field,
    html`<input
      id=${field.name}
      name=${field.name}
      type=${field.type ?? "text"}
      inputmode=${field.mode ?? "text"}
      autocomplete=${field.type === "password" ? "new-password" : "off"}
      autocapitalize="off"
      spellcheck="false"
      data-testid=${field.testId ?? nothing}
      ?readonly=${field.disabled ?? false}
      aria-invalid=${field.problem ? "true" : nothing}
      aria-describedby=${described(field)}
      .value=${live(field.value)}
    />`,
  );
}

/** A selection of one of several values. */
export function choiceField(field: Field, choices: Choice[]) {
  return frame(
    field,
    html`<select
      id=${field.name}
      name=${field.name}
      data-testid=${field.testId ?? nothing}
      aria-invalid=${field.problem ? "true" : nothing}
      aria-describedby=${described(field)}
    >
      ${choices.map(
        ({ value, label, disabled }) =>
          html`<option
            value=${value}
            ?disabled=${disabled ?? false}
            .selected=${value === field.value}
          >
            ${label}
          </option>`,
      )}
    </select>`,
  );
}

export function checkField(name: string, label: string, checked: boolean) {
  return html`<label class="check">
    <input name=${name} type="checkbox" .checked=${live(checked)} /> ${label}
  </label>`;
}

/** Choices from a map of values to labels. */
export function choicesOf(labels: Record<string, string>): Choice[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}

/** Name and value of the field that an event is about. */
export function changeOf(event: Event): [name: string, value: string | boolean] {
  const field = event.target as HTMLInputElement;
  return [field.name, field.type === "checkbox" ? field.checked : field.value];
}

function frame({ name, label, hint, problem }: Field, control: unknown) {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    ${control} ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : nothing}
    ${
      problem
        ? html`<p class="problem" id="${name}-problem" data-testid="problem-${name}">${problem}</p>`
        : nothing
    }
  </div>`;
}

function described({ name, hint, problem }: Field) {
  const ids = [problem ? `${name}-problem` : "", hint ? `${name}-hint` : ""].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : nothing;
}
