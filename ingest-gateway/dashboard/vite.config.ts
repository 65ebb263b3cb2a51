import { readFile } from "node:fs/promises";
import { defineConfig, type Plugin } from "vitest/config";

const gateway = process.env.GATEWAY ?? "http://localhost:8080";

const proxy = { "/v1": { target: gateway, ws: true }, "/darkroom.v1.": { target: gateway } };

const BASE = /node_modules.(lit|@lit|@bufbuild|@connectrpc)|src.(texts|api)/;

export default defineConfig({
  // Relative addresses, so that the page also works behind a proxy that adds a path.
  base: "./",
  plugins: [binaryOnly()],
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 350,
    rolldownOptions: {
      output: {
        // Small files shared by the first view and others compress better as one.
        codeSplitting: { groups: [{ name: "base", test: BASE }] },
      },
    },
  },
  server: { proxy },
  preview: { proxy },
  test: { include: ["test/**/*.test.ts"] },
});

/**
 * Leaves protobuf's JSON format out of the page, a tenth of its code: its calls are binary, but the
 * Connect client refers to both formats.
 */
function binaryOnly(): Plugin {
  return {
    name: "binary-only",
    apply: "build",
    async load(id) {
      if (!/@bufbuild\/protobuf\/dist\/esm\/(from|to)-json\.js$/.test(id)) {
        return undefined;
      }
      const code = await readFile(id, "utf8");
      const names = [...code.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
      return names
        .map((name) => `export function ${name}() { throw new Error("no JSON format"); }`)
        .join("\n");
    },
  };
}
