import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Tests lie beside their source. Five projects, because they differ in what they need:
// nothing (unit), the console's aliases (web), a real PostgreSQL (integration), processes to kill (launcher).
export default defineConfig({
  test: {
    passWithNoTests: true,
    restoreMocks: true,
    unstubEnvs: true,
    // A busy machine may need more than the usual second until what is waited for is there.
    expect: { poll: { timeout: 10_000 } },
    // One less than there are, unless told: on two cores a half of the machine would idle.
    maxWorkers: availableParallelism(),
    // Only with --coverage, and only these two: what they decide is looked at in each of its ways. The night asks for it.
    coverage: {
      provider: "v8",
      include: ["packages/{dsl,kernel}/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/testing/**", "**/*.corpus.ts", "**/schema/generated/**"],
      reporter: ["text-summary", "json"],
      thresholds: { branches: 100 },
    },
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          // No test leaves anything behind, so a worker keeps the modules it has loaded for the files after.
          isolate: false,
          include: [
            "packages/*/src/**/*.test.ts",
            "packages/*/test/**/*.test.ts",
            "apps/{engine,cli}/src/**/*.test.ts",
            "apps/cli/test/**/*.test.ts",
            "apps/engine/test/{simulation,replay}/**/*.test.ts",
            "examples/**/*.test.ts",
            "bench/**/*.test.ts",
            "tools/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", "**/test/integration/**", "bench/peers/**", "tools/test/**"],
          // A hang is found, and a busy machine is no hang.
          testTimeout: 60_000,
        },
      },
      {
        // The console's "@/…" and its JSX, as its own tsconfig says.
        resolve: { alias: { "@": new URL("./apps/web/src", import.meta.url).pathname } },
        oxc: { jsx: { runtime: "automatic" } },
        test: {
          name: "web",
          environment: "node",
          isolate: false,
          include: ["apps/web/src/**/*.test.{ts,tsx}"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "integration",
          environment: "node",
          include: [
            "apps/*/test/integration/**/*.test.ts",
            "examples/**/test/integration/**/*.test.ts",
            "packages/*/test/integration/**/*.test.ts",
          ],
          globalSetup: ["tools/postgres/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "launcher",
          environment: "node",
          include: ["tools/test/**/*.test.ts"],
          // They measure time and take ports: one after another.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
