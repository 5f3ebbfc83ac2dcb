import pg from "pg";

/** Runs one statement on a connection of its own. */
export async function query(url: string, text: string, values: unknown[] = []): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** How many entries a saga has. */
export async function entriesOf(url: string, sagaId: string): Promise<number> {
  const [row] = await query(url, "select count(*)::int as entries from skald_history.journal where saga_id = $1", [sagaId]);

  return Number(row?.["entries"]);
}
