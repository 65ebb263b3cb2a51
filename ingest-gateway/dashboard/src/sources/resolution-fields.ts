import { html, nothing } from "lit";
import { texts } from "../texts";
import { choiceField, textField } from "./fields";
import type { Problems } from "./problems";
import { type Size, scaled } from "./resolution";
import type { Draft } from "./source-draft";

/** The choice of a resolution, with the sizes that it leads to, and the fields of a custom one. */
export function resolutionFields(draft: Draft, incoming: Size, problems: Problems) {
  const words = texts.sources.form;
  const known = Boolean(incoming.widthPx && incoming.heightPx);
  const choice = (value: "half" | "quarter") => {
    const size = scaled(incoming, value);
    const label = size ? words.sized(words[value], size.widthPx!, size.heightPx!) : words[value];
    return { value, label, disabled: !known };
  };
  const original = known
    ? words.sized(words.original, incoming.widthPx!, incoming.heightPx!)
    : words.original;
  return html`${choiceField(
    {
      name: "resolution",
      label: words.resolution,
      value: draft.resolution,
      hint: known ? undefined : words.sizeUnknown,
      testId: "resolution-select",
    },
    [
      { value: "original", label: original },
      choice("half"),
      choice("quarter"),
      { value: "custom", label: words.custom },
    ],
  )}
  ${draft.resolution === "custom" ? customFields(draft, problems) : nothing}`;
}

function customFields({ widthPx, heightPx }: Draft, problems: Problems) {
  const words = texts.sources.form;
  const side = (name: "widthPx" | "heightPx", label: string, value: string) =>
    textField({ name, label, value, problem: problems[name], mode: "numeric" });
  return html`<div>
    <div class="pair">
      ${side("widthPx", words.width, widthPx)} ${side("heightPx", words.height, heightPx)}
    </div>
    <p class="hint">${words.sideHint}</p>
  </div>`;
}
