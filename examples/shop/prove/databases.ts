import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbedded } from "../../../tools/postgres/start-embedded.ts";
import { withDatabase } from "../participants/kit/database.ts";

/** Two empty databases, one of the engine and one of the shop, and their end. */
export interface ProveDatabases {
  readonly serverUrl: string;
  readonly engineUrl: string;
  readonly shopName: string;
  /** Drops both, and stops the server if it was started for this run. */
  drop(): Promise<void>;
}

/** Makes the databases on the server of DATABASE_URL; without one on a server of its own. */
export async function makeDatabases(databaseUrl: string | undefined): Promise<ProveDatabases> {
  const server =
    databaseUrl === undefined || databaseUrl === "" ? await startOwnServer() : { url: databaseUrl, stop: async () => undefined };
  const run = randomBytes(4).toString("hex");
  const engineName = `skald_prove_${run}`;
  const shopName = `skald_shop_prove_${run}`;
  await onServer(server.url, [`create database ${engineName}`]);

  return {
    serverUrl: server.url,
    engineUrl: withDatabase(server.url, engineName),
    shopName,
    drop: async () => {
      await onServer(
        server.url,
        [engineName, shopName].map((name) => `drop database if exists ${name} with (force)`),
      );
      await server.stop();
    },
  };
}

async function startOwnServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "skald-prove-"));
  // The database's user must be able to enter it when this runs as root.
  chmodSync(folder, 0o711);
  const server = await startEmbedded(join(folder, "postgres"));
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
