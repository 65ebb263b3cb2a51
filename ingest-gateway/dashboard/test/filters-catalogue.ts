import type { Filter, Parameter } from "../src/api/model";

const NUMBER = { options: [], unit: "", stepped: true, help: "" };

export function parameter(part: Partial<Parameter> & Pick<Parameter, "id" | "type">): Parameter {
  return { title: part.id, defaultValue: "", ...NUMBER, ...part };
}

/** A catalogue with every kind of parameter. */
export const filters: Filter[] = [
  { id: "invert", title: "Invert", description: "Inverts every value.", parameters: [] },
  {
    id: "blur",
    title: "Soft blur",
    description: "Smooths a picture.",
    parameters: [
      parameter({
        id: "sigma",
        type: "range",
        defaultValue: "1.5",
        min: 0,
        max: 100,
        step: 0.1,
        stepped: false,
        unit: "px",
      }),
      parameter({ id: "size", type: "range", defaultValue: "5", min: 1, max: 63, step: 2 }),
      parameter({
        id: "border",
        type: "select",
        defaultValue: "wrap",
        options: ["wrap", "reflect", "constant"],
      }),
      parameter({ id: "fast", type: "checkbox", defaultValue: "true" }),
    ],
  },
  {
    id: "caption",
    title: "Caption",
    description: "Writes a text in a colour.",
    parameters: [
      parameter({ id: "text", type: "text", defaultValue: "", maxLength: 40 }),
      parameter({ id: "colour", type: "colour", defaultValue: "#ffffff" }),
      parameter({ id: "x", type: "number", defaultValue: "0", min: -10, max: 8191, step: 1 }),
    ],
  },
];
