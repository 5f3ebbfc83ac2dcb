#!/usr/bin/env node
// A stand-in for Prisma's native `schema-engine` executable. It answers the same
// JSON-RPC-over-stdio protocol, but runs the engine's WebAssembly build
// (@prisma/schema-engine-wasm) over node-postgres, so `prisma migrate` needs no download.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, DriverAdapterError } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { parseIntoClientConfig } from "pg-connection-string";

const { values: opts, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: "string", multiple: true, short: "d" },
    datasource: { type: "string" },
    "enabled-preview-features": { type: "string" },
    "extension-types": { type: "string" },
    version: { type: "boolean", short: "V" },
  },
});

const require = createRequire(import.meta.url);
const glue = await import(pathToFileURL(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg")).href);
async function loadWasm() {
  const file = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

if (opts.version) {
  await loadWasm();
  console.log(`schema-engine-wasm ${glue.version()}`);
  process.exit(0);
}

const url = opts.datasource ? JSON.parse(opts.datasource).url : undefined;

/** Splits off Prisma-only parameters (?schema=...) that node-postgres does not know. */
function target(raw) {
  const u = new URL(raw);
  const schema = u.searchParams.get("schema") ?? undefined;
  for (const k of ["schema", "connection_limit", "pool_timeout", "pgbouncer"]) u.searchParams.delete(k);
  // A parsed config on purpose: with a connectionString, node-postgres ignores `database`, and the
  // adapter's shadow database connection would silently be the main database.
  return {
    config: parseIntoClientConfig(u.toString()),
    connectionString: u.toString(),
    schema,
    database: decodeURIComponent(u.pathname.slice(1)),
    u,
  };
}
function log(level, fields) {
  process.stderr.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" })}\n`);
}
/** node-postgres error -> Prisma user-facing error code. */
function describeError(e, t) {
  const where = `${t.u.hostname}:${t.u.port || 5432}`;
  if (e?.code === "3D000") return ["P1003", `Database \`${t.database}\` does not exist on the database server at \`${where}\`.`];
  if (e?.code === "28P01" || e?.code === "28000")
    return [
      "P1000",
      `Authentication failed against database server at \`${where}\`, the provided database credentials for \`${t.u.username}\` are not valid.`,
    ];
  if (["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EHOSTUNREACH"].includes(e?.code ?? e?.errors?.[0]?.code))
    return ["P1001", `Can't reach database server at \`${where}\``];
  return ["P1011", e?.message ?? String(e)];
}
async function onServer(t, database, fn) {
  const u = new URL(t.connectionString);
  u.pathname = `/${database}`;
  const c = new pg.Client({ connectionString: u.toString() });
  await c.connect();
  try {
    return await fn(c);
  } finally {
    await c.end();
  }
}
const createDatabase = (t) => onServer(t, "postgres", (c) => c.query(`CREATE DATABASE ${pg.escapeIdentifier(t.database)}`));
const dropDatabase = (t) => onServer(t, "postgres", (c) => c.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(t.database)}`));

// --- `schema-engine cli <command>`: exit status plus JSON log lines on stderr -------------
if (positionals[0] === "cli") {
  const t = target(url);
  log("INFO", { message: `schema-engine cli ${positionals[1]}` });
  try {
    if (positionals[1] === "can-connect-to-database") await onServer(t, t.database, (c) => c.query("SELECT 1"));
    else if (positionals[1] === "create-database") await createDatabase(t);
    else if (positionals[1] === "drop-database") await dropDatabase(t);
    else throw new Error(`unknown cli command ${positionals[1]}`);
    process.exit(0);
  } catch (e) {
    const [error_code, message] = describeError(e, t);
    log("ERROR", { is_panic: false, error_code, message });
    process.exit(1);
  }
}

// --- JSON-RPC over stdio --------------------------------------------------------------
await loadWasm();
let factory;
const open = new Set(); // connections of the engine in use
/**
 * A fresh engine for every request: after applyMigrations the WebAssembly engine forgets its
 * adapter factory, and the next request that wants a shadow database fails.
 */
async function withEngine(fn) {
  const t = target(url ?? "postgresql://invalid@127.0.0.1:1/none");
  factory = bindMigrationAwareSqlAdapterFactory(migrationAware(t.config, t.schema));
  const datamodels = (opts.datamodels ?? []).map((f) => [f, readFileSync(f, "utf8")]);
  const engine = await glue.SchemaEngine.new({ datamodels: datamodels.length ? datamodels : undefined }, () => {}, factory);
  try {
    return await fn(engine);
  } finally {
    for (const conn of open) await conn.dispose().catch(() => {});
    open.clear();
  }
}
/**
 * What @prisma/adapter-pg lacks for migrations, put right here:
 * - it refuses the internal "char" type (OID 18), which the catalogue queries return;
 * - its executeScript cuts scripts at every semicolon, also inside function bodies and strings;
 * - its connectToShadowDb ignores the shadow database when given a connection string (it then
 *   works on the MAIN database), and drops the shadow database while still connected to it.
 */
function migrationAware(config, schema) {
  const main = new PrismaPg(config, { schema });
  const connect = main.connect.bind(main);
  main.connect = async () => {
    const conn = fix(await connect());
    open.add(conn);
    return conn;
  };
  main.connectToShadowDb = async () => {
    const database = `prisma_migrate_shadow_db_${randomUUID()}`;
    const admin = new pg.Client(config);
    await admin.connect();
    await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
    const conn = fix(await new PrismaPg({ ...config, database }, { schema }).connect());
    const dispose = conn.dispose.bind(conn);
    conn.dispose = async () => {
      await dispose();
      await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`);
      await admin.end();
    };
    return conn;
  };
  return main;
}
function fix(conn) {
  const io = conn.performIO.bind(conn);
  conn.performIO = async (query) => {
    const result = await io(query);
    for (const field of result.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 25;
    return result;
  };
  conn.executeScript = async (script) => {
    try {
      await conn.client.query(script);
    } catch (e) {
      // the server's own words, where the adapter would say only 'external connector error'
      const { code = "N/A", severity = "N/A", message, detail, column, hint } = e;
      throw new DriverAdapterError({
        kind: "postgres",
        code,
        severity,
        message: e.position ? `${message} (at character ${e.position} of the script)` : message,
        detail,
        column,
        hint,
      });
    }
  };
  if (conn.startTransaction) {
    const start = conn.startTransaction.bind(conn);
    conn.startTransaction = async (level) => fix(await start(level));
  }
  return conn;
}
/**
 * These read the schema that the migrations add up to, but only from the engine's cache: the
 * WebAssembly build gives them no shadow database. devDiagnostic has one and fills the cache.
 */
const NEEDS_HISTORY = new Set(["evaluateDataLoss", "createMigration"]);
const RENAMED = { getDatabaseVersion: "version" };
let printId = 0;
async function call(method, params) {
  if (method === "createDatabase") {
    const t = target(params.datasource.url ?? url);
    await createDatabase(t);
    return { databaseName: t.database };
  }
  if (method === "ensureConnectionValidity") {
    const t = target(params?.datasource?.url ?? url);
    await onServer(t, t.database, (c) => c.query("SELECT 1"));
    return {};
  }
  const result = await withEngine(async (e) => {
    if (NEEDS_HISTORY.has(method)) await e.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
    return e[RENAMED[method] ?? method](params);
  });
  if (method === "diff" && result.stdout != null) {
    process.stdout.write(
      `${JSON.stringify({ jsonrpc: "2.0", id: `print-${++printId}`, method: "print", params: { content: result.stdout } })}\n`,
    );
    return { exitCode: result.exitCode, stdout: null };
  }
  return result ?? {};
}
function toRpcError(e) {
  let message = e?.message ?? String(e);
  let error_code = e?.code;
  if (url && ["3D000", "28P01", "28000", "ECONNREFUSED", "ENOTFOUND"].includes(error_code))
    [error_code, message] = describeError(e, target(url));
  return {
    code: 4466,
    message: "An error happened. Check the data field for details.",
    data: { is_panic: e?.name === "RuntimeError", message, error_code, meta: e?.meta ?? null },
  };
}
let busy = Promise.resolve();
createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on("line", (line) => {
    if (!line.trim()) return;
    const msg = JSON.parse(line);
    if (!msg.method) return;
    busy = busy.then(async () => {
      let out;
      try {
        out = { jsonrpc: "2.0", id: msg.id, result: await call(msg.method, msg.params) };
      } catch (e) {
        out = { jsonrpc: "2.0", id: msg.id, error: toRpcError(e) };
      }
      process.stdout.write(`${JSON.stringify(out)}\n`);
    });
  })
  .on("close", () => busy.then(() => process.exit(0)));
