import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";

// The address of a running system (`make up` prints it), for `npm run dev`.
const SYSTEM = loadEnv("development", ".", "BRIGADE_").BRIGADE_URL ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: { proxy: { "/api": SYSTEM, "/images/": SYSTEM } },
  build: { assetsInlineLimit: 0, manifest: true, modulePreload: { polyfill: false } },
  test: { environment: "jsdom", include: ["tests/**/*.test.{ts,tsx}"], setupFiles: ["tests/setup.ts"] },
});
