import { fork } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { request } from "undici";
import { freshDatabase } from "../tools/postgres/fresh-database.ts";
import { startEmbedded } from "../tools/postgres/start-embedded.ts";
import { cpuOfTree, parentOf } from "./accounting.ts";

/** What all contenders share: one PostgreSQL, one participant. */
export interface Scene {
  readonly folder: string;
  readonly database: string;
  readonly participantUrl: string;
  /** An empty database of its own. */
  readonly newDatabase: () => Promise<string>;
  /** CPU of the database server; null when it is on another machine. */
  readonly databaseCpuMs: () => number | null;
  readonly ledger: () => Promise<string>;
  readonly resetLedger: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Takes the server of DATABASE_URL, or starts one in a folder that is thrown away afterwards. */
export async function setScene(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), "skald-bench-"));
  // The database's user must be able to enter it when this runs as root.
  chmodSync(folder, 0o711);
  const given = process.env["DATABASE_URL"];
  const embedded = given === undefined ? await startEmbedded(join(folder, "postgres")) : null;
  const serverUrl = embedded?.url ?? given ?? "";
  const participant = await startParticipant();
  const databases: (() => Promise<void>)[] = [];
  const { version, postmaster } = await describeServer(serverUrl);

  return {
    folder,
    database: version,
    participantUrl: participant.url,
    newDatabase: async () => {
      const fresh = await freshDatabase(serverUrl);
      databases.push(() => fresh.drop());
      return fresh.url;
    },
    databaseCpuMs: () => (postmaster === null ? null : cpuOfTree(postmaster)),
    ledger: async () => (await request(`${participant.url}/ledger`)).body.text(),
    resetLedger: async () => {
      await (await request(`${participant.url}/reset`, { method: "POST" })).body.dump();
    },
    close: async () => {
      participant.stop();
      for (const drop of databases) await drop();
      await embedded?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startParticipant(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const child = fork(join(import.meta.dirname, "participant.ts"), { stdio: "inherit" });
  const port = await new Promise<number>((settle, reject) => {
    child.once("message", (message) => settle((message as { readonly port: number }).port));
    child.once("exit", () => reject(new Error("The participant did not start.")));
  });

  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

async function describeServer(url: string): Promise<{ readonly version: string; readonly postmaster: number | null }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "select current_setting('server_version') as version, current_setting('fsync') as fsync, pg_backend_pid() as backend",
  );
  const row = rows[0] as { readonly version: string; readonly fsync: string; readonly backend: number };
  const isHere = ["127.0.0.1", "localhost", "::1"].includes(new URL(url).hostname);
  const postmaster = isHere ? parentOf(row.backend) : null;
  await client.end();

  return { version: `PostgreSQL ${row.version}, fsync ${row.fsync}`, postmaster };
}
