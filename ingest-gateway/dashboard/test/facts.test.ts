import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { VideoSchema } from "../src/gen/darkroom/v1/video_service_pb";
import { sourceIdOf, videoFacts } from "../src/sources/video-facts";

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
