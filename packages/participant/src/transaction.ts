import type { ClientBase, Pool } from "pg";

/** Runs `work` in one transaction; a throw leaves nothing behind. */
export async function inTransaction<T>(db: Pool | ClientBase, work: (client: ClientBase) => Promise<T>): Promise<T> {
  if (!isPool(db)) return runTransaction(db, work);

  const client = await db.connect();
  let broken = true;
  try {
    const result = await runTransaction(client, work);
    broken = false;
    return result;
  } finally {
    // After a failure the state of the connection is not known: the pool opens another one.
    client.release(broken);
  }
}

/** Runs `work` so that its writes can be taken back while the transaction goes on. */
export async function inSavepoint<T>(client: ClientBase, work: () => Promise<T>, keep: (result: T) => boolean): Promise<T> {
  await client.query("savepoint skald_effect");
  const result = await work();
  if (!keep(result)) await client.query("rollback to savepoint skald_effect");

  return result;
}

async function runTransaction<T>(client: ClientBase, work: (client: ClientBase) => Promise<T>): Promise<T> {
  // Read committed on purpose: after waiting for a duplicate its committed answer must be visible.
  await client.query("begin isolation level read committed");
  try {
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => undefined); // the first error is the one to tell
    throw error;
  }
}

function isPool(db: Pool | ClientBase): db is Pool {
  return "totalCount" in db;
}
