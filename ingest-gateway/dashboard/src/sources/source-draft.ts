import { create } from "@bufbuild/protobuf";
import { CredentialsSchema, type Source, SourceSchema } from "../gen/darkroom/v1/source_pb";
import { texts } from "../texts";
import type { Problems } from "./problems";
import { type Resolution, type Size, resolutionOf, scaled } from "./resolution";

/** What a user enters about a source; numbers as text, so that nothing typed is lost. */
export interface Draft {
  sourceId: string;
  uri: string;
  username: string;
  password: string;
  forget: boolean;
  fps: string;
  resolution: Resolution;
  widthPx: string;
  heightPx: string;
  loop: boolean;
  live: string;
  orientation: string;
  transport: string;
  deinterlace: boolean;
  certificate: string;
}

/** The draft of a stored source, or of a new one. */
export function draftOf(source: Source = create(SourceSchema)): Draft {
  return {
    sourceId: source.sourceId,
    uri: source.uri,
    username: "",
    password: "",
    forget: false,
    fps: text(source.fps),
    resolution: resolutionOf(source, source.status ?? {}),
    widthPx: text(source.widthPx),
    heightPx: text(source.heightPx),
    loop: source.loop,
    live: source.live || "auto",
    orientation: source.orientation || "upright",
    transport: source.transport || "auto",
    deinterlace: source.deinterlace,
    certificate: source.certificate,
  };
}

/** What is certainly wrong; the gateway checks the rest. */
export function draftProblems(draft: Draft): Problems {
  const words = texts.sources.form;
  const problems: Problems = {};
  if (!draft.sourceId.trim()) {
    problems.sourceId = words.nameMissing;
  }
  if (!draft.uri.trim()) {
    problems.uri = words.addressMissing;
  }
  const custom = draft.resolution === "custom";
  if (custom && !draft.widthPx.trim() && !draft.heightPx.trim()) {
    problems.widthPx = words.sizeMissing;
  }
  if (!Number.isFinite(Number(draft.fps))) {
    problems.fps = words.numberInvalid;
  }
  for (const side of ["widthPx", "heightPx"] as const) {
    if (custom && !/^\s*\d{0,9}\s*$/.test(draft[side])) {
      problems[side] = words.sideInvalid;
    }
  }
  return problems;
}

/** The source to store: fields that the form does not have are kept from `before`. */
export function sourceOf(draft: Draft, before?: Source): Source {
  const { widthPx, heightPx } = sizeOf(draft, before?.status ?? {});
  return create(SourceSchema, {
    sourceId: draft.sourceId.trim(),
    streamId: before?.streamId ?? "",
    uri: draft.uri.trim(),
    fps: number(draft.fps),
    widthPx,
    heightPx,
    quality: before?.quality,
    loop: draft.loop,
    startAt: before?.startAt,
    transport: draft.transport,
    stopped: before?.stopped ?? false,
    credentials: credentialsOf(draft),
    live: draft.live,
    orientation: draft.orientation,
    deinterlace: draft.deinterlace,
    colour: before?.colour ?? "",
    maxBandwidthBps: before?.maxBandwidthBps ?? 0n,
    certificate: draft.certificate.trim(),
    skipDamaged: before?.skipDamaged ?? false,
  });
}

function sizeOf(draft: Draft, incoming: Size): Size {
  return draft.resolution === "custom"
    ? { widthPx: number(draft.widthPx), heightPx: number(draft.heightPx) }
    : (scaled(incoming, draft.resolution) ?? {});
}

/** Unset credentials keep the stored ones; empty ones remove them. */
function credentialsOf({ username, password, forget }: Draft) {
  const given = username !== "" || password !== "";
  return given || forget ? create(CredentialsSchema, { username, password }) : undefined;
}

function text(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}

function number(value: string): number | undefined {
  return value.trim() === "" ? undefined : Number(value);
}
