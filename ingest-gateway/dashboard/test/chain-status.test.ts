import { describe, expect, it } from "vitest";
import { chainStatus } from "../src/filters/chain-status";

const idle = { applying: false, failed: false };

describe("chainStatus", () => {
  it("calls a revision in force only after a frame of it was drawn", () => {
    expect(chainStatus({ ...idle, revision: 3, drawnRevision: 2 })).toBe(
      "revision 3 accepted, waiting for its first frame",
    );
    expect(chainStatus({ ...idle, revision: 3, drawnRevision: 3 })).toBe("revision 3 in force");
  });

  it("shows that a refused chain changed nothing", () => {
    expect(chainStatus({ applying: false, failed: true, revision: 3, drawnRevision: 3 })).toBe(
      "not applied; revision 3 stays in force",
    );
  });

  it("shows that the stream has no pipeline", () => {
    expect(chainStatus({ ...idle, revision: undefined, drawnRevision: 0 })).toBe("no pipeline yet");
  });

  it("says that a pipeline that is off waits for nothing", () => {
    const off = { ...idle, enabled: false, revision: 4, drawnRevision: 3 };
    expect(chainStatus(off)).toBe("the pipeline is off");
  });
});
