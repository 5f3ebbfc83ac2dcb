import pg from "pg";

/** The shop's database: one schema per participant, one sequence that orders the effects of all. */
export interface ShopDatabase {
  readonly url: string;
  /** Connections that see the schema of one participant only. */
  openSchema(schema: string): Promise<pg.Pool>;
  close(): Promise<void>;
}

const DATABASE_NAME = "skald_shop";
const INSUFFICIENT_PRIVILEGE = "42501";
const DUPLICATE_DATABASE = "42P04";
const UNIQUE_VIOLATION = "23505";

/**
 * Opens the database of the shop, creating it on the server when it is missing. A user that may not
 * create databases gets the schemas inside the given one.
 */
export async function openShopDatabase(serverUrl: string, name = DATABASE_NAME): Promise<ShopDatabase> {
  const url = await ensureDatabase(serverUrl, name);
  const pools: pg.Pool[] = [];
  const shared = poolOn(url, "public", 2);
  pools.push(shared);
  await shared.query("create schema if not exists skald_shop").catch(ignoreRace);
  await shared.query("create sequence if not exists skald_shop.effect_seq").catch(ignoreRace);

  return {
    url,
    openSchema: async (schema) => {
      await shared.query(`create schema if not exists ${pg.escapeIdentifier(schema)}`);
      const pool = poolOn(url, schema, 12);
      pools.push(pool);
      return pool;
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}

function poolOn(url: string, schema: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    // A call waits for a duplicate of itself at most this long, then it fails and comes again.
    options: `-c search_path=${schema} -c lock_timeout=4s -c statement_timeout=8s -c idle_in_transaction_session_timeout=10s`,
    connectionTimeoutMillis: 5_000,
    allowExitOnIdle: true,
  });
  // An idle connection that breaks (the server restarts) is replaced by the pool; the event must have a listener.
  pool.on("error", (error) => console.error("database connection lost:", error.message));
  return pool;
}

async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    const code = codeOf(error);
    if (code === INSUFFICIENT_PRIVILEGE) return serverUrl;
    if (code !== DUPLICATE_DATABASE && code !== UNIQUE_VIOLATION) throw error; // two starts at once: the other one made it
  } finally {
    await client.end();
  }
  return withDatabase(serverUrl, name);
}

/** The same server, another database. */
export function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

function ignoreRace(error: unknown): void {
  // Two starts at once: "if not exists" still races on the catalogue's unique index.
  if (codeOf(error) !== UNIQUE_VIOLATION) throw error;
}

function codeOf(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}
