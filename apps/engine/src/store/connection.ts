import pg, { type QueryResultRow } from "pg";

/** What a statement needs of a connection: a client, or a pool for reads. */
export interface Connection {
  query(statement: Statement): Promise<{ readonly rows: readonly Row[]; readonly rowCount: number | null }>;
}

/** A bound statement. With a name the server plans it once per connection. */
interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

/** A row as the driver hands it over, its columns untyped; the functions of queries/ and rows.ts give them types. */
export type Row = Readonly<QueryResultRow>;

/** Limits of a session, milliseconds. */
export interface SessionLimits {
  readonly statementMs: number;
  readonly lockMs: number;
  readonly idleInTransactionMs: number;
  /** After this the driver itself gives up, for a server that does not answer at all. */
  readonly answerMs: number;
}

/** A replica frozen between `begin` and `commit` must not hold its lane row for long. */
const LANE_LIMITS: SessionLimits = { statementMs: 5_000, lockMs: 2_000, idleInTransactionMs: 2_000, answerMs: 7_000 };
const READ_LIMITS: SessionLimits = { statementMs: 5_000, lockMs: 2_000, idleInTransactionMs: 5_000, answerMs: 8_000 };
/** Statistics over millions of sagas; they have connections of their own and wait for nobody. */
export const STATISTICS_LIMITS: SessionLimits = { statementMs: 30_000, lockMs: 2_000, idleInTransactionMs: 5_000, answerMs: 35_000 };
/** Migrations may build indexes. */
export const MIGRATION_LIMITS: SessionLimits = { statementMs: 600_000, lockMs: 60_000, idleInTransactionMs: 60_000, answerMs: 600_000 };

// The plans of the commit statements are kept for the life of a connection, so they must not be
// made from the statistics of an empty table: with these off, rows are found by primary key always.
const LANE_PLANNER = "-c enable_hashjoin=off -c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c jit=off";

/** Who uses a pool, and how much of the server it may take. */
export interface PoolUse {
  readonly name: string;
  readonly max: number;
  readonly limits?: SessionLimits;
}

/** Settings of a pool, for ordinary reads unless told otherwise. */
export function poolConfig(databaseUrl: string, { name, max, limits = READ_LIMITS }: PoolUse): pg.PoolConfig {
  return { ...clientConfig(databaseUrl, name, limits), max, idleTimeoutMillis: 30_000, allowExitOnIdle: false };
}

/** Settings of the one connection of a lane. */
export function laneConfig(databaseUrl: string, lane: number): pg.ClientConfig {
  return clientConfig(databaseUrl, `skald lane ${lane}`, LANE_LIMITS, LANE_PLANNER);
}

/** Settings of a single connection, limits as start-up options. */
export function clientConfig(databaseUrl: string, name: string, limits: SessionLimits, planner = "-c jit=off"): pg.ClientConfig {
  const options = [
    planner,
    `-c statement_timeout=${limits.statementMs}`,
    `-c lock_timeout=${limits.lockMs}`,
    `-c idle_in_transaction_session_timeout=${limits.idleInTransactionMs}`,
  ].join(" ");

  return {
    connectionString: withOptions(databaseUrl, options),
    application_name: name,
    query_timeout: limits.answerMs,
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
  };
}

/** A pool whose idle connections may break without ending the process. */
export function openPool(config: pg.PoolConfig, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on("error", onError);
  return pool;
}

// The driver lets the address overrule the settings, and of several `options` the last one wins.
function withOptions(databaseUrl: string, options: string): string {
  return `${databaseUrl}${databaseUrl.includes("?") ? "&" : "?"}options=${encodeURIComponent(options)}`;
}
