import { defineConfig } from "vitest/config";

/** Runs against a stack that is up already, with its demo, at GATEWAY. */
export default defineConfig({
  test: { include: ["e2e/calls/*.test.ts"], testTimeout: 30_000, fileParallelism: false },
});
