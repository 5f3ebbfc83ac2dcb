import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "./start-embedded.ts";
import "./provided-context.ts";

/** One real server for all integration tests; each test file makes its own database on it (fresh-database.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "skald-test-"));
  // The database's user must be able to enter it when the tests run as root.
  chmodSync(folder, 0o711);
  const server = await startEmbedded(join(folder, "postgres"));
  project.provide("databaseUrl", server.url);

  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
