// What searching and counting what was searched have in common: parameters $17 to $22.

import type { SagaFilter } from "../../ports/projection.ts";

const NO_ID = "00000000-0000-0000-0000-000000000000";
const HIGHEST_CHARACTER = String.fromCodePoint(0x10_ffff);

/** $17 to $22: the exact key, the range of ids, the range of keys, and the error type `q` may mean. */
export function searchValues({ key, q }: SagaFilter): unknown[] {
  const ids = q === undefined ? null : idsWithPrefix(q);

  return [key ?? null, ids?.from ?? NO_ID, ids?.to ?? NO_ID, q ?? null, q === undefined ? null : `${q}${HIGHEST_CHARACTER}`, q ?? null];
}

// "01a2-" begins no id: hyphens stand at fixed places.
function idsWithPrefix(prefix: string): { readonly from: string; readonly to: string } | null {
  const text = prefix.toLowerCase();
  if (text.length === 0 || text.length > NO_ID.length) return null;

  const fits = [...text].every((character, index) => (NO_ID[index] === "-" ? character === "-" : /[0-9a-f]/.test(character)));
  return fits ? { from: text + NO_ID.slice(text.length), to: text + "ffffffff-ffff-ffff-ffff-ffffffffffff".slice(text.length) } : null;
}

/** Ids that fit the key and the search; both were given or one of them. */
export const CANDIDATES = `
    select saga.id
      from saga
     where $20::text is not null and saga.id between $18::uuid and $19::uuid and saga.id <> '00000000-0000-0000-0000-000000000000'
       and ($17::text is null or saga.key = $17)
     union
    select found.id
      from space
      join lateral (
        select saga.id
          from saga
         where saga.namespace = space.namespace
           and saga.key ~>=~ coalesce($17::text, $20::text) and saga.key ~<=~ coalesce($17::text, $21::text)
           and ($20::text is null or $17::text is null or starts_with(saga.key, $20))
      ) as found on true
     union
    select found.id
      from space
      join lateral (
        select saga.id
          from saga
         where saga.namespace = space.namespace and saga.error_type = $22::text and ($17::text is null or saga.key = $17)
      ) as found on true`;
