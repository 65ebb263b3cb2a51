import { defineConfig } from "vitest/config";

/** Runs against a running stack with the demo, at GATEWAY. */
export default defineConfig({
  test: { include: ["e2e/calls/*.test.ts"], testTimeout: 30_000, fileParallelism: false },
});
