import type { Connection } from "../../connection.ts";

/** Which versions of which sagas a filter means; absent fields mean any. */
export interface DefinitionFilter {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly version?: string | undefined;
}

/** Hashes of the sagas of a name or version. Locks nothing; the table is small. */
export async function findDefinitionHashes(db: Connection, filter: DefinitionFilter): Promise<readonly string[]> {
  const values = [filter.namespace ?? null, filter.name ?? null, filter.version ?? null];
  const result = await db.query({ name: "find-definition-hashes", text: FIND_DEFINITION_HASHES, values });

  return result.rows.map((row) => row["hash"]);
}

const FIND_DEFINITION_HASHES = `
  select hash
    from definition
   where kind = 'saga'
     and ($1::text is null or namespace = $1)
     and ($2::text is null or name = $2)
     and ($3::text is null or version = $3)`;
