import type { Filter, Parameter } from "../api/model";
import { texts } from "../texts";
import type { Step } from "./chain";

const COLOUR = /^#[0-9a-fA-F]{6}$/;

/** The value of a parameter in a step: as written, or the default. */
export function valueIn(step: Step, parameter: Parameter): string {
  const written = step.arguments.find(({ name }) => name === parameter.id);
  return written?.value ?? parameter.defaultValue;
}

/** Writes a value into a step; the default needs no argument. */
export function withValue<S extends Step>(step: S, parameter: Parameter, value: string): S {
  const at = step.arguments.findIndex(({ name }) => name === parameter.id);
  const list = step.arguments.filter(({ name }) => name !== parameter.id);
  if (value !== parameter.defaultValue) {
    list.splice(at < 0 ? list.length : at, 0, { name: parameter.id, value });
  }
  return { ...step, arguments: list };
}

/** Says why a value is not valid; undefined if it is. */
export function problemOf(parameter: Parameter, value: string): string | undefined {
  return valid(parameter, value) ? undefined : texts.filters.notValid(value, expectedOf(parameter));
}

function valid(parameter: Parameter, value: string): boolean {
  switch (parameter.type) {
    case "select":
      return parameter.options.includes(value);
    case "checkbox":
      return value === "true" || value === "false";
    case "colour":
      return COLOUR.test(value);
    case "range":
    case "number":
      return value.trim() !== "" && nearest(parameter, Number(value)) === Number(value);
    default:
      return value.length <= (parameter.maxLength ?? Infinity);
  }
}

/** Describes the values of a parameter in words. */
export function expectedOf(parameter: Parameter): string {
  const { type, min, max, step, stepped } = parameter;
  switch (type) {
    case "select":
      return texts.filters.expected.options(parameter.options.join(", "));
    case "checkbox":
      return texts.filters.expected.checkbox;
    case "colour":
      return texts.filters.expected.colour;
    case "range":
    case "number":
      return texts.filters.expected.number(min, max, stepped ? step : undefined);
    default:
      return texts.filters.expected.text(parameter.maxLength);
  }
}

/** The valid number nearest to a number; NaN stays NaN. */
export function nearest({ min, max, step, stepped }: Parameter, value: number): number {
  const low = min ?? -Infinity;
  const within = Math.min(Math.max(value, low), max ?? Infinity);
  if (!stepped || !step || !Number.isFinite(low)) {
    return within;
  }
  const steps = Math.round((within - low) / step);
  const snapped = round(low + steps * step, decimals(low), decimals(step));
  return max !== undefined && snapped > max ? round(snapped - step, decimals(step)) : snapped;
}

function round(value: number, ...places: number[]): number {
  return Number(value.toFixed(Math.max(...places)));
}

function decimals(value: number): number {
  return String(value).split(".")[1]?.length ?? 0;
}

/** Summarises the values that differ from the defaults, such as `Sigma 2.5 px`. */
export function summaryOf(step: Step, filter: Filter): string {
  return filter.parameters
    .filter((parameter) => valueIn(step, parameter) !== parameter.defaultValue)
    .map((parameter) => `${parameter.title} ${shown(parameter, valueIn(step, parameter))}`)
    .join(" · ");
}

function shown({ type, unit }: Parameter, value: string): string {
  if (type === "checkbox") {
    return value === "true" ? texts.filters.on : texts.filters.off;
  }
  return unit ? `${value} ${unit}` : value;
}
