import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/.flow/**"],
    globalSetup: ["test/support/vitest-setup.ts"],
    update: "none",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes at once on an idle machine, and late on a busy one.
    expect: { poll: { timeout: 30_000 } },
  },
});
