import { describe, expect, it } from "vitest";
import { Api, type ApiError } from "../src/api/api";

const BASE = new URL("http://gateway/v1/");
const OUTPUT = { encoding: "jpeg", quality: 90, scale: 1 };

function answering(status: number, body: string, seen: Request[] = []): Api {
  return new Api(BASE, async (input, init) => {
    seen.push(new Request(input, init));
    return new Response(body, { status });
  });
}

function failureOf(api: Api): Promise<ApiError> {
  return api.catalogue().then(
    () => expect.unreachable("the call should fail"),
    (error: ApiError) => error,
  );
}

describe("Api", () => {
  it("reports the gateway's code, message and columns", async () => {
    const body = {
      code: "INVALID_CHAIN",
      message: "chain, column 15: sigma: -1 (expected: 0.1 to 20).",
      details: [{ field: "chain", column: 15, description: "sigma: -1" }],
      retryable: false,
      correlationId: "found-1",
    };
    const error = await failureOf(answering(400, JSON.stringify(body)));
    expect(error).toMatchObject({ ...body, status: 400, unreachable: false });
  });

  it("reads whether an unknown code is retryable, or derives it from the status", async () => {
    const unknown = '{"code":"OF_LATER","message":"m","retryable":true}';
    expect((await failureOf(answering(404, unknown))).retryable).toBe(true);
    expect((await failureOf(answering(404, '{"code":"OF_LATER"}'))).retryable).toBe(false);
    expect((await failureOf(answering(503, "busy"))).retryable).toBe(true);
  });

  it("reports the status if the answer is not JSON", async () => {
    const error = await failureOf(answering(502, "<html>bad gateway</html>"));
    expect(error).toMatchObject({ code: "HTTP_502", unreachable: true, details: [] });
    expect(error.message).toContain("502");
  });

  it("reports a gateway that does not answer as unreachable", async () => {
    const api = new Api(BASE, () => Promise.reject(new TypeError("fetch failed")));
    expect(await failureOf(api)).toMatchObject({
      code: "UNREACHABLE",
      status: 0,
      unreachable: true,
    });
  });

  it("puts the definition of a pipeline without its revision, and returns the new revision", async () => {
    const seen: Request[] = [];
    const before = {
      pipelineId: "a b",
      streamId: "a",
      chain: "invert",
      accelerator: "cpu",
      labels: { site: "a" },
      enabled: false,
      onDemand: false,
    };
    const api = answering(200, '{"pipelineId":"a b","revision":4,"chain":"invert"}', seen);
    const put = await api.putPipeline("a b", { ...before, output: OUTPUT });
    expect(seen[0]!.method).toBe("PUT");
    expect(seen[0]!.url).toBe("http://gateway/v1/pipelines/a%20b");
    expect(await seen[0]!.json()).toEqual({
      streamId: "a",
      chain: "invert",
      accelerator: "cpu",
      output: OUTPUT,
      labels: { site: "a" },
      enabled: false,
    });
    expect(put).toEqual({ ...before, output: OUTPUT, revision: 4 });
  });

  it("creates a pipeline only if there is none with its id", async () => {
    const seen: Request[] = [];
    const request = {
      streamId: "a",
      chain: "",
      accelerator: "auto",
      output: OUTPUT,
      labels: {},
      enabled: true,
      onDemand: true,
    };
    await answering(200, '{"revision":1,"uid":"u"}', seen).createPipeline("a", request);
    expect(await seen[0]!.json()).toEqual(request);
    expect(seen[0]!.headers.get("if-none-match")).toBe("*");
    expect(seen[0]!.headers.get("content-type")).toBe("application/json");
  });

  it("puts and deletes presets, and shows the id of one without a title", async () => {
    const seen: Request[] = [];
    const api = answering(200, '{"presets":[{"presetId":"b","chain":"invert"}]}', seen);
    expect(await api.presets()).toEqual([{ presetId: "b", title: "b", chain: "invert" }]);
    await api.putPreset({ presetId: "b", title: "B", chain: "flip" });
    await api.deletePreset("b");
    expect(seen.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      "GET /v1/presets",
      "PUT /v1/presets/b",
      "DELETE /v1/presets/b",
    ]);
    expect(await seen[1]!.json()).toEqual({ title: "B", chain: "flip" });
  });

  it("reads what a parameter accepts", async () => {
    const parameters = [
      { id: "a", type: "range", max: 63, step: 2, stepped: true },
      { id: "b", type: "text", maxLength: 40 },
    ];
    const api = answering(200, JSON.stringify({ filters: [{ id: "f", parameters }] }));
    const [filter] = (await api.catalogue()).filters;
    expect(filter!.parameters).toMatchObject([
      { min: 0, max: 63, step: 2, stepped: true, maxLength: undefined },
      { min: undefined, stepped: false, maxLength: 40 },
    ]);
  });
});
