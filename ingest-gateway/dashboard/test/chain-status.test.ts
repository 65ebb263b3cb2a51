import { describe, expect, it } from "vitest";
import { chainStatus } from "../src/chain-status";

const still = { applying: false, failed: false };

describe("chainStatus", () => {
  it("calls a revision in force only when a picture of it was seen", () => {
    expect(chainStatus({ ...still, revision: 3, drawnRevision: 2 })).toBe(
      "revision 3 accepted, waiting for its first frame",
    );
    expect(chainStatus({ ...still, revision: 3, drawnRevision: 3 })).toBe("revision 3 in force");
  });

  it("says that a refused chain changed nothing", () => {
    expect(chainStatus({ applying: false, failed: true, revision: 3, drawnRevision: 3 })).toBe(
      "not applied; revision 3 stays in force",
    );
  });

  it("says so where there is no pipeline", () => {
    expect(chainStatus({ ...still, revision: undefined, drawnRevision: 0 })).toBe(
      "no pipeline yet",
    );
  });
});
