import type { Parameter, Pipeline, PipelineRequest } from "../api/model";
import { texts } from "../texts";

/** A setting of a pipeline, shown like the parameter of a filter. */
export interface Setting {
  parameter: Parameter;
  read(pipeline: Pipeline): string;
  write(pipeline: Pipeline, value: string): Partial<PipelineRequest>;
}

const t = texts.filters.settings;
const PLAIN = { options: [], unit: "" };

/** The settings, in the order in which they are shown. */
export const settings: Setting[] = [
  {
    parameter: {
      ...PLAIN,
      id: "enabled",
      type: "checkbox",
      title: t.enabled,
      help: t.enabledHelp,
      defaultValue: "true",
    },
    read: ({ enabled }) => String(enabled),
    write: (_, value) => ({ enabled: value === "true" }),
  },
  {
    parameter: {
      ...PLAIN,
      id: "on-demand",
      type: "checkbox",
      title: t.onDemand,
      help: t.onDemandHelp,
      defaultValue: "false",
    },
    read: ({ onDemand }) => String(onDemand),
    write: (_, value) => ({ onDemand: value === "true" }),
  },
  {
    parameter: {
      ...PLAIN,
      id: "accelerator",
      type: "select",
      title: t.accelerator,
      help: t.acceleratorHelp,
      defaultValue: "auto",
      options: ["auto", "cpu", "cuda"],
    },
    read: ({ accelerator }) => accelerator,
    write: (_, accelerator) => ({ accelerator }),
  },
  {
    parameter: {
      ...PLAIN,
      id: "encoding",
      type: "select",
      title: t.encoding,
      help: t.encodingHelp,
      defaultValue: "jpeg",
      options: ["jpeg", "png"],
    },
    read: ({ output }) => output.encoding,
    write: ({ output }, encoding) => ({ output: { ...output, encoding } }),
  },
  {
    parameter: {
      ...PLAIN,
      id: "quality",
      type: "range",
      title: t.quality,
      help: t.qualityHelp,
      defaultValue: "90",
      min: 1,
      max: 100,
      step: 1,
      stepped: true,
    },
    read: ({ output }) => String(output.quality),
    write: ({ output }, value) => ({ output: { ...output, quality: Number(value) } }),
  },
  {
    parameter: {
      ...PLAIN,
      id: "scale",
      type: "range",
      title: t.scale,
      help: t.scaleHelp,
      defaultValue: "1",
      min: 0.05,
      max: 1,
      step: 0.05,
    },
    read: ({ output }) => String(output.scale),
    write: ({ output }, value) => ({ output: { ...output, scale: Number(value) } }),
  },
];
