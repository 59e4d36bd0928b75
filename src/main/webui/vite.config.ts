import { defineConfig } from "vite";

export default defineConfig({
  // Relative, so that the console works below any root path and behind a proxy that adds one.
  base: "./",
  server: { proxy: { "/v1": "http://localhost:8080", "/metrics": "http://localhost:8080" } },
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2022",
    // The content security policy forbids data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
