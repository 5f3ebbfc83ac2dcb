import type { Connection } from "../../connection.ts";

/** Hashes of every definition of a saga. Locks nothing; reads a table as long as the list of versions. */
export async function listSagaDefinitions(db: Connection): Promise<readonly string[]> {
  const result = await db.query({ text: "select hash from definition where kind = 'saga'", values: [] });

  return result.rows.map((row) => row["hash"]);
}
