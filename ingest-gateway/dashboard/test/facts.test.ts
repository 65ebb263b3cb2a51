import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { SourceSchema } from "../src/gen/darkroom/v1/source_pb";
import { VideoSchema } from "../src/gen/darkroom/v1/video_service_pb";
import { sourceFacts } from "../src/sources/source-facts";
import { sourceIdOf, videoFacts } from "../src/sources/video-facts";

describe("sourceFacts", () => {
  it("describes a live source, and why another is not live", () => {
    const status = { state: "live", fpsOut: 14.96, codec: "h264", widthPx: 1280, heightPx: 720 };
    expect(sourceFacts(create(SourceSchema, { status }))).toBe(
      "live · 15.0 fps · 1280 × 720 · h264",
    );
    const failed = { state: "failed", reason: "not found" };
    expect(sourceFacts(create(SourceSchema, { status: failed }))).toBe("failed · not found");
    expect(sourceFacts(create(SourceSchema, { stopped: true }))).toBe("stopped");
    expect(sourceFacts(create(SourceSchema, {}))).toBe("waiting");
  });
});

describe("videoFacts", () => {
  it("describes size, duration, dimensions, frame rate and codec", () => {
    const video = create(VideoSchema, {
      sizeBytes: 3n << 20n,
      duration: { seconds: 12n, nanos: 0 },
      fps: 29.97,
      codec: "h264",
      widthPx: 640,
      heightPx: 360,
    });
    expect(videoFacts(video)).toBe("3.0 MiB · 12 s · 640 × 360 · 30 fps · h264");
  });

  it("derives a valid source id from a file name", () => {
    expect(sourceIdOf("a walk (2).mp4")).toBe("a-walk-2-");
    expect(sourceIdOf("_x.mp4")).toBe("x");
    expect(sourceIdOf("….mp4")).toBe("video");
  });
});
