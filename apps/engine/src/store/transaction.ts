import type pg from "pg";

/**
 * Runs `work` between `begin` and `commit` on one connection of the pool; a throw rolls back.
 * A connection that failed is thrown away, because nobody knows what is left on it.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}
