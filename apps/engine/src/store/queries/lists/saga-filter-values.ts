// What the lists and counts of sagas have in common: parameters $1 to $20, their predicates, and
// the columns of a row. A predicate whose parameter is null lets everything through. The statements
// are not named: with the values known, the planner leaves out what does not filter.

import { SAGA_STATUSES } from "@skald/shared";
import type { SagaCursor, SagaFilter } from "../../../ports/projection.ts";

/** A filter whose definition was looked up; null hashes: any definition. */
export interface ResolvedFilter {
  readonly filter: SagaFilter;
  readonly hashes: readonly string[] | null;
}

/** A page of a list, keyset over (started_at, id). */
export interface SagaPage {
  readonly after: SagaCursor | null;
  readonly limit: number;
}

const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** $1 to $20, as SAGA_PREDICATES and the cursors read them. */
export function listValues({ filter, hashes }: ResolvedFilter, { after, limit }: SagaPage): unknown[] {
  const begin = filter.order === "newest" ? { startedAt: "infinity", id: LAST_ID } : { startedAt: "-infinity", id: FIRST_ID };
  const { startedAt, id } = after ?? begin;
  const ids = filter.q === undefined ? null : idsWithPrefix(filter.q);

  return [
    filter.namespace ?? null,
    hashes,
    filter.phase ?? null,
    filter.attention ?? null,
    filter.label?.name ?? null,
    filter.label?.value ?? null,
    filter.state ?? null,
    filter.failedState ?? null,
    filter.cause ?? null,
    filter.startedAfter ?? "-infinity",
    filter.startedBefore ?? "infinity",
    filter.attemptsMin ?? 0,
    filter.status ?? SAGA_STATUSES,
    startedAt,
    id,
    limit,
    filter.key ?? null,
    filter.q ?? null,
    ids?.from ?? null,
    ids?.to ?? null,
  ];
}

/** The range of ids a text begins; null when no id begins so. Hyphens stand at fixed places: "01a2-" begins none. */
export function idsWithPrefix(prefix: string): { readonly from: string; readonly to: string } | null {
  const text = prefix.toLowerCase();
  if (text.length === 0 || text.length > FIRST_ID.length) return null;

  const fits = [...text].every((character, index) => (FIRST_ID[index] === "-" ? character === "-" : /[0-9a-f]/.test(character)));
  return fits ? { from: text + FIRST_ID.slice(text.length), to: text + LAST_ID.slice(text.length) } : null;
}

/** Every predicate but namespace, status and cursor, which choose the index. `q` means a prefix of id or key, or an error type. */
export const SAGA_PREDICATES = `
         and ($2::text[] is null or saga.definition_hash = any($2::text[]))
         and ($3::text is null or saga.phase = $3::text)
         and (
               $4::text is null
               or saga.attention = $4::text
               or ($4::text = 'any' and saga.attention is not null)
               or ($4::text = 'none' and saga.attention is null)
             )
         and ($5::text is null or saga.labels ->> $5::text = $6::text)
         and ($7::text is null or $7::text = any(saga.current))
         and ($8::text is null or saga.failed_state = $8::text)
         and ($9::text is null or saga.error_type = $9::text)
         and saga.started_at >= $10::timestamptz
         and saga.started_at < $11::timestamptz
         and saga.attempts_max >= $12::int
         and ($17::text is null or saga.key = $17::text)
         and (
               $18::text is null
               or starts_with(saga.key, $18::text)
               or saga.error_type = $18::text
               or saga.id between $19::uuid and $20::uuid
             )`;

/** The namespaces there are, or the one of the filter: few, and each has its range in every index. */
export const NAMESPACES = `
    select distinct namespace
      from definition
     where kind = 'saga' and ($1::text is null or namespace = $1)`;

/** The columns summaryFromRow reads. */
export const SUMMARY_COLUMNS = `
         saga.id, saga.namespace, saga.definition_hash, saga.key, saga.labels, saga.status, saga.phase, saga.attention, saga.attention_state,
         saga.attention_since, saga.revision, saga.current, saga.attempts_max, saga.cause, saga.waived, saga.progress_percent,
         saga.steps_completed, saga.steps_total, saga.undos_completed, saga.undos_total, saga.started_at, saga.updated_at, saga.ended_at,
         saga.deadline_at, saga.trace_id`;

/** The same columns with the definition's name and version, which the outermost select adds. */
export const SUMMARY_OF_PAGE = `page.*, definition.name as definition_name, definition.version as definition_version`;
