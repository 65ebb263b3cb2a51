import { defineConfig } from "vitest/config";

const gateway = process.env.GATEWAY ?? "http://localhost:8080";

export default defineConfig({
  // Relative addresses, so that the page also works behind a proxy that adds a path.
  base: "./",
  build: { target: "es2022", chunkSizeWarningLimit: 350 },
  server: { proxy: { "/v1": { target: gateway, ws: true }, "/darkroom.v1.": { target: gateway } } },
  test: { include: ["test/**/*.test.ts"] },
});
