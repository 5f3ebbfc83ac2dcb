// The console on its own: a production build before a fake engine, so that every answer the dialogs must
// handle can be brought about at will.
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import type { FakeBook } from "../apps/web/test/fake-book.ts";
import { type FakeEngine, startFakeEngine } from "../apps/web/test/fake-engine.ts";

interface Stand {
  readonly engine: FakeEngine;
  readonly address: string;
}

const WEB = fileURLToPath(new URL("../apps/web", import.meta.url));
const NEXT = createRequire(`${WEB}/package.json`).resolve("next/dist/bin/next");

/** Playwright's test with a fresh book of sagas for each test and one console for all of them. */
export const test = base.extend<{ book: FakeBook }, { stand: Stand }>({
  stand: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const engine = await startFakeEngine();
      const port = await freePort();
      const next = spawn(process.execPath, [NEXT, "start", "-H", "127.0.0.1", "-p", String(port)], {
        cwd: WEB,
        env: { ...process.env, SKALD_API: engine.url, NEXT_TELEMETRY_DISABLED: "1" },
        stdio: ["ignore", "pipe", "inherit"],
      });
      await ready(next);
      await use({ engine, address: `http://127.0.0.1:${port}` });
      next.kill();
      await engine.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: ({ stand }, use) => use(stand.address),
  book: [({ stand }, use) => use(stand.engine.reset()), { auto: true }],
});

export { expect };

/** Opens a page and waits until it shows what it read. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

/** What axe finds wrong with the page, one line each. */
export async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`),
  );
}

/** By how many pixels the page is wider than the window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

function ready(next: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    next.stdout?.on("data", (text: Buffer) => text.toString().includes("Ready") && resolve());
    next.on("exit", (code) => reject(new Error(`next start ended with ${code}; is the console built?`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
