/**
 * Reads loosely typed JSON into the model: an absent list is empty, absent text is "", and a number
 * may be a string, as protobuf's JSON format writes 64-bit integers.
 */
import type { Catalogue, Filter, Job, Parameter, Pipeline, Preset } from "./model";

export type Json = Record<string, unknown>;

export function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

export function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/** Text as it is, a number or truth value written out, and the fallback for anything else. */
export function text(value: unknown, fallback = ""): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : fallback;
}

/** Reads a map and converts its values to strings. */
export function strings(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(object(value)).map(([key, one]) => [key, text(one)]));
}

export function number(value: unknown, fallback = 0): number {
  const read = typeof value === "string" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : fallback;
}

export function pipeline(json: Json): Pipeline {
  const output = object(json.output);
  return {
    pipelineId: text(json.pipelineId),
    streamId: text(json.streamId),
    chain: text(json.chain),
    accelerator: text(json.accelerator, "auto"),
    output: {
      encoding: text(output.encoding, "jpeg"),
      quality: number(output.quality, 90),
      scale: number(output.scale, 1),
    },
    labels: strings(json.labels),
    enabled: json.enabled !== false,
    onDemand: json.onDemand === true,
    revision: number(json.revision),
    uid: json.uid ? text(json.uid) : undefined,
  };
}

export function preset(json: Json): Preset {
  const presetId = text(json.presetId);
  return { presetId, title: text(json.title) || presetId, chain: text(json.chain) };
}

export function catalogue(json: Json): Catalogue {
  return {
    filters: list(json.filters).map(filter),
    job: json.job ? job(object(json.job)) : undefined,
  };
}

function job(json: Json): Job {
  return {
    jobId: text(json.jobId),
    version: text(json.version),
    engine: text(json.engine),
    engineReason: text(json.engineReason),
    devices: Array.isArray(json.devices) ? json.devices.map(String) : [],
  };
}

function filter(json: Json): Filter {
  return {
    id: text(json.id),
    title: text(json.title),
    description: text(json.description),
    parameters: list(json.parameters).map(parameter),
  };
}

function parameter(json: Json): Parameter {
  const bounded = json.type === "range" || json.type === "number";
  return {
    id: text(json.id),
    type: text(json.type),
    title: text(json.title),
    help: text(json.help),
    defaultValue: text(json.defaultValue),
    // protobuf's JSON format leaves out a bound of 0.
    min: bounded ? number(json.min) : undefined,
    max: bounded ? number(json.max) : undefined,
    step: bounded && json.step ? number(json.step) : undefined,
    stepped: bounded && json.stepped === true,
    options: Array.isArray(json.options) ? json.options.map(String) : [],
    unit: text(json.unit),
    maxLength: json.maxLength ? number(json.maxLength) : undefined,
  };
}
