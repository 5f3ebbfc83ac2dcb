import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

// The console's own tests without the rest of the house: npx playwright test -c e2e/console.config.ts
const DEBIAN_CHROMIUM = "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  testMatch: "console-*.spec.ts",
  outputDir: "../test-results/console",
  workers: 1,
  timeout: 30_000,
  expect: { timeout: 12_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    launchOptions: { args: ["--no-sandbox", "--disable-gpu"], ...(existsSync(DEBIAN_CHROMIUM) ? { executablePath: DEBIAN_CHROMIUM } : {}) },
  },
});
