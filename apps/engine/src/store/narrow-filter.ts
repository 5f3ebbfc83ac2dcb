// A filter that lets little through must not walk a million sagas, and one that lets most of them
// through must not sort them. So a narrow way in, where the filter has one, is tried first: if it
// leads to few sagas they are all of them, else walking the list finds a page soon.

import type { SagaFilter } from "../ports/projection.ts";
import type { Connection } from "./connection.ts";
import { findNarrowIds, type NarrowWays } from "./queries/lists/find-narrow-ids.ts";
import { idsWithPrefix } from "./queries/lists/saga-filter-values.ts";

const FEW = 2_000;
const HIGHEST_CHARACTER = String.fromCodePoint(0x10_ffff);

/** Ids among which every saga of the filter is; null: too many, or the filter has no narrow way in. */
export async function narrow(db: Connection, filter: SagaFilter): Promise<readonly string[] | null> {
  const ways = narrowWays(filter);
  if (ways === null) return null;

  const ids = await findNarrowIds(db, ways, FEW);
  return ids.length < FEW ? ids : null;
}

// Several at once are an intersection, so the narrowest alone is enough; the rest stay predicates.
function narrowWays({ namespace, key, q, attention, cause }: SagaFilter): NarrowWays | null {
  const none: NarrowWays = { namespace: namespace ?? null, ids: null, key: null, attention: null, errorType: null };
  if (key !== undefined) return { ...none, key: { from: key, to: key } };
  if (q !== undefined) return { ...none, ids: idsWithPrefix(q), key: { from: q, to: `${q}${HIGHEST_CHARACTER}` }, errorType: q };
  if (attention !== undefined && attention !== "none") return { ...none, attention };
  if (cause !== undefined) return { ...none, errorType: cause };

  return null;
}
