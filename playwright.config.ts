import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";

// The end-to-end tests run against the whole house: `npm start` on ports and a data folder of its own.
// Workers load this file again and inherit the environment, so what is drawn once is kept there.
process.env["SKALD_E2E_DATA"] ??= join(tmpdir(), `skald-e2e-${process.pid}`);
const ports = { PORT: "18088", CONSOLE_PORT: "13000", SHOP_PORT: "18090" };
/** Where the tests find the engine and the shop; the console is Playwright's base address. */
process.env["SKALD_API"] = `http://127.0.0.1:${ports.PORT}`;
process.env["SKALD_SHOP"] = `http://127.0.0.1:${ports.SHOP_PORT}`;

const DEBIAN_CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const address = `http://127.0.0.1:${ports.CONSOLE_PORT}`;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  forbidOnly: process.env["CI"] !== undefined,
  fullyParallel: false,
  // One house, two cores: the tests share both.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: { args: FLAGS, ...(existsSync(DEBIAN_CHROMIUM) ? { executablePath: DEBIAN_CHROMIUM } : {}) },
  },
  webServer: {
    command: "node tools/start.mjs",
    // A warm console is the last thing to be ready.
    url: address,
    env: { ...ports, SKALD_DATA: process.env["SKALD_E2E_DATA"] },
    timeout: 300_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 40_000 },
    stdout: "pipe",
  },
});
