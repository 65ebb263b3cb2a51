import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../src/api/api";
import type { Pipeline, PipelineRequest } from "../src/api/model";
import { newCard } from "../src/filters/cards";
import { ChainSession, type SessionHost } from "../src/filters/chain-session";
import { DisabledCards } from "../src/filters/disabled-cards";
import { faultsOf, problemsByCard } from "../src/filters/problems";
import { filters } from "./filters-catalogue";

const PIPELINE: Pipeline = {
  pipelineId: "p",
  streamId: "s",
  chain: "invert | blur",
  accelerator: "auto",
  output: { encoding: "jpeg", quality: 90, scale: 1 },
  labels: { site: "a" },
  enabled: true,
  onDemand: false,
  revision: 1,
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A gateway that answers after 100 ms; it refuses chains with `wrong`. */
class Gateway implements SessionHost {
  readonly filters = filters;
  readonly requests: PipelineRequest[] = [];
  readonly answers: Pipeline[] = [];
  pipeline = PIPELINE;

  async put(_: string, request: PipelineRequest): Promise<Pipeline> {
    this.requests.push(request);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const column = request.chain.indexOf("wrong") + 1;
    if (column > 0) {
      const details = [{ field: "chain", column, description: "no" }];
      throw new ApiError("INVALID_CHAIN", "chain: no", 400, details);
    }
    this.pipeline = { ...this.pipeline, ...request, revision: this.pipeline.revision + 1 };
    return this.pipeline;
  }

  changed(): void {}

  accepted(pipeline: Pipeline): void {
    this.answers.push(pipeline);
  }
}

function start() {
  const gateway = new Gateway();
  const nowhere = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  return { gateway, session: new ChainSession(PIPELINE, gateway, new DisabledCards(nowhere)) };
}

function add(session: ChainSession, filterId: string): void {
  session.edit([...session.cards, newCard({ filterId, arguments: [] })]);
}

const settled = () => vi.advanceTimersByTimeAsync(5000);

describe("ChainSession", () => {
  it("sends edited cards with the other properties as they are", async () => {
    const { gateway, session } = start();
    add(session, "invert");
    expect(gateway.requests).toMatchObject([
      { chain: "invert | blur | invert", labels: { site: "a" }, streamId: "s" },
    ]);
    await settled();
    expect(session.revision).toBe(2);
    expect(session.applying).toBe(false);
    expect(gateway.answers).toHaveLength(1);
  });

  it("ends with the newest of quick edits, in few requests", async () => {
    const { gateway, session } = start();
    for (let count = 0; count < 10; count++) {
      add(session, "invert");
      await vi.advanceTimersByTimeAsync(10);
    }
    await settled();
    expect(gateway.requests.length).toBeLessThanOrEqual(3);
    expect(gateway.pipeline.chain).toBe(session.text);
    expect(session.text.match(/invert/g)).toHaveLength(11);
  });

  it("does not show an older answer over a newer edit", async () => {
    const { session } = start();
    add(session, "invert");
    await vi.advanceTimersByTimeAsync(90);
    add(session, "caption");
    await vi.advanceTimersByTimeAsync(20);
    expect(session.text).toBe("invert | blur | invert | caption");
    await settled();
    expect(session.text).toBe("invert | blur | invert | caption");
  });

  it("shows changes by others, unless there are edits of one's own", async () => {
    const { session } = start();
    session.receive({ ...PIPELINE, chain: "caption", revision: 2 });
    expect(session.text).toBe("caption");
    session.type("caption | ");
    session.receive({ ...PIPELINE, chain: "blur", revision: 3 });
    expect(session.text).toBe("caption | ");
    session.receive({ ...PIPELINE, chain: "old", revision: 1 });
    session.revert();
    expect(session.text).toBe("blur");
  });

  it("shows a change by others that came while an edit was on its way", async () => {
    const { gateway, session } = start();
    session.set({ accelerator: "cpu" });
    session.receive({ ...PIPELINE, chain: "caption", revision: 9 });
    expect(session.text).toBe("invert | blur");
    await settled();
    expect(gateway.requests).toHaveLength(1);
    expect(session.text).toBe("caption");
  });

  it("takes over typed text after a pause, and leaves it as it was typed", async () => {
    const { gateway, session } = start();
    session.type("blur(  sigma=2");
    await settled();
    expect(session.fault?.column).toBe(15);
    expect(session.cards).toHaveLength(2);
    expect(gateway.requests).toEqual([]);
    session.type("blur(  sigma=2)");
    expect(session.fault).toBeUndefined();
    await settled();
    expect(session.cards).toHaveLength(1);
    expect(session.text).toBe("blur(  sigma=2)");
    session.commit(false);
    expect(session.text).toBe("blur(sigma=2)");
    expect(gateway.requests).toHaveLength(1);
  });

  it("does not send what the catalogue refuses while it is typed, but with Enter", async () => {
    const { gateway, session } = start();
    session.type("invert | wrong");
    await settled();
    expect(session.fault?.column).toBe(10);
    expect(gateway.requests).toEqual([]);
    session.commit(true);
    await settled();
    expect(gateway.requests).toHaveLength(1);
    expect(faultsOf(session)).toEqual([{ column: 10, text: "no" }]);
  });

  it("marks the card that the gateway refuses, keeps the edit, and reverts it", async () => {
    const { session } = start();
    add(session, "wrong");
    await settled();
    expect([...problemsByCard(session).keys()]).toEqual([session.cards[2]!.key]);
    session.receive({ ...PIPELINE, chain: "caption", revision: 5 });
    expect(session.text).toBe("invert | blur | wrong");
    session.revert();
    expect(session.text).toBe("caption");
    expect(faultsOf(session)).toEqual([]);
  });

  it("does not mark a newer edit with the refusal of an older one", async () => {
    const { gateway, session } = start();
    add(session, "wrong");
    session.undo();
    await settled();
    expect(session.failure).toBeUndefined();
    expect(gateway.pipeline.chain).toBe("invert | blur");
  });

  it("sends a setting without the chain that was refused", async () => {
    const { gateway, session } = start();
    add(session, "wrong");
    await settled();
    session.set({ accelerator: "cuda" });
    await settled();
    expect(gateway.pipeline).toMatchObject({ chain: "invert | blur", accelerator: "cuda" });
  });

  it("undoes and redoes, also changes by others", async () => {
    const { gateway, session } = start();
    add(session, "caption");
    await settled();
    session.receive({ ...gateway.pipeline, chain: "blur", revision: 7 });
    session.undo();
    expect(session.text).toBe("invert | blur | caption");
    session.undo();
    expect(session.text).toBe("invert | blur");
    session.redo();
    session.redo();
    expect(session.text).toBe("blur");
    await settled();
    expect(gateway.pipeline.chain).toBe("blur");
  });

  it("sends nothing for a change of disabled cards", async () => {
    const { gateway, session } = start();
    const off = session.cards.map((card) => ({ ...card, enabled: false }));
    session.edit(off);
    await settled();
    session.edit([...off].reverse());
    await settled();
    expect(gateway.requests.map(({ chain }) => chain)).toEqual([""]);
  });
});
