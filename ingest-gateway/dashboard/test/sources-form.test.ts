import { create } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { Code, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { SourceSchema } from "../src/gen/darkroom/v1/source_pb";
import { problemsOf } from "../src/sources/problems";
import { resolutionOf, scaled } from "../src/sources/resolution";
import { draftOf, draftProblems, sourceOf } from "../src/sources/source-draft";
import { texts } from "../src/texts";

const HD = { widthPx: 1280, heightPx: 720 };

describe("resolution", () => {
  it("halves and quarters the incoming size", () => {
    expect(scaled(HD, "half")).toEqual({ widthPx: 640, heightPx: 360 });
    expect(scaled(HD, "quarter")).toEqual({ widthPx: 320, heightPx: 180 });
    expect(scaled({ widthPx: 641, heightPx: 3 }, "quarter")).toEqual({ widthPx: 160, heightPx: 1 });
    expect(scaled({ widthPx: 1, heightPx: 1 }, "quarter")).toEqual({ widthPx: 1, heightPx: 1 });
  });

  it("leaves the size alone if it is not known or not scaled", () => {
    expect(scaled({}, "half")).toBeUndefined();
    expect(scaled(HD, "original")).toBeUndefined();
  });

  it("recognizes the choice that led to a size", () => {
    expect(resolutionOf({}, HD)).toBe("original");
    expect(resolutionOf({ widthPx: 640, heightPx: 360 }, HD)).toBe("half");
    expect(resolutionOf({ widthPx: 320, heightPx: 180 }, HD)).toBe("quarter");
    expect(resolutionOf({ widthPx: 640 }, HD)).toBe("custom");
    expect(resolutionOf({ widthPx: 640, heightPx: 360 }, {})).toBe("custom");
  });
});

describe("draft of a source", () => {
  const stored = create(SourceSchema, {
    sourceId: "door",
    streamId: "entrance",
    uri: "rtsp://camera/1",
    fps: 12.5,
    ...{ widthPx: 640, heightPx: 360 },
    quality: 70,
    colour: "bt709",
    maxBandwidthBps: 5_000_000n,
    skipDamaged: true,
    startAt: { seconds: 3n, nanos: 0 },
    status: HD,
  });

  it("keeps what the form does not show", () => {
    const saved = sourceOf(draftOf(stored), stored);
    const { colour, maxBandwidthBps, skipDamaged, quality, streamId, startAt } = saved;
    expect({ colour, maxBandwidthBps, skipDamaged, quality, streamId }).toEqual({
      colour: "bt709",
      maxBandwidthBps: 5_000_000n,
      skipDamaged: true,
      quality: 70,
      streamId: "entrance",
    });
    expect(startAt?.seconds).toBe(3n);
    expect([saved.widthPx, saved.heightPx, saved.fps]).toEqual([640, 360, 12.5]);
    expect(saved.status).toBeUndefined();
  });

  it("removes limits that were emptied", () => {
    const saved = sourceOf({ ...draftOf(stored), fps: " ", resolution: "original" }, stored);
    expect([saved.fps, saved.widthPx, saved.heightPx]).toEqual([undefined, undefined, undefined]);
  });

  it("leaves one side of a custom size to the aspect ratio", () => {
    const draft = { ...draftOf(), resolution: "custom" as const, widthPx: "200", heightPx: "" };
    const { widthPx, heightPx } = sourceOf(draft);
    expect([widthPx, heightPx]).toEqual([200, undefined]);
  });

  it("sends credentials only if they were entered or are to be forgotten", () => {
    const draft = draftOf(stored);
    expect(sourceOf(draft, stored).credentials).toBeUndefined();
    const given = sourceOf({ ...draft, username: "anna", password: " p " }, stored).credentials;
    expect([given?.username, given?.password]).toEqual(["anna", " p "]);
    expect(sourceOf({ ...draft, forget: true }, stored).credentials?.username).toBe("");
  });

  it("finds what is missing or no number", () => {
    const words = texts.sources.form;
    expect(draftProblems(draftOf())).toEqual({
      sourceId: words.nameMissing,
      uri: words.addressMissing,
    });
    const draft = { ...draftOf(stored), fps: "fast", resolution: "custom" as const };
    expect(draftProblems({ ...draft, widthPx: "-1", heightPx: "1.5" })).toEqual({
      fps: words.numberInvalid,
      widthPx: words.sideInvalid,
      heightPx: words.sideInvalid,
    });
    expect(draftProblems({ ...draft, fps: "", widthPx: "", heightPx: "" })).toEqual({
      widthPx: words.sizeMissing,
    });
  });
});

describe("problems of a source", () => {
  it("assigns the violations of a call to the fields", () => {
    const error = refusal(Code.InvalidArgument, [
      ["source.width_px", "widthPx: 9000 (expected: 1 to 8192). Correct it."],
      ["uri", "no address"],
    ]);
    expect(problemsOf(error)).toEqual({
      widthPx: "Expected: 1 to 8192. Correct it.",
      uri: "no address",
    });
  });

  it("knows taken names, concurrent changes, forbidden addresses and other failures", () => {
    const words = texts.sources.form;
    expect(problemsOf(refusal(Code.AlreadyExists))).toEqual({ sourceId: words.taken });
    expect(problemsOf(refusal(Code.Aborted))).toEqual({ "": words.changedMeanwhile });
    expect(problemsOf(refusal(Code.PermissionDenied))).toEqual({ uri: "refused" });
    expect(problemsOf(refusal(Code.ResourceExhausted))).toEqual({ "": "refused" });
    expect(problemsOf(new TypeError("Failed to fetch"))[""]).toContain("no connection");
  });
});

/** An error as the gateway sends it, with a BadRequest among its details. */
function refusal(code: Code, violations: [field: string, text: string][] = []): ConnectError {
  const error = new ConnectError("refused", code);
  const other = { type: "google.rpc.ErrorInfo", value: new Uint8Array([8, 1]) };
  const writer = new BinaryWriter();
  for (const [field, text] of violations) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(field);
    writer.tag(2, WireType.LengthDelimited).string(text);
    writer.tag(3, WireType.LengthDelimited).string("a field of a later version").join();
  }
  const badRequest = { type: "google.rpc.BadRequest", value: writer.finish() };
  error.details = violations.length > 0 ? [other, badRequest] : [other];
  return error;
}
